import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {TimePickerMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {OwnView} from '../own-view.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {tokens} from '../tokens.styles.ts';
import {timePicker} from './time-picker.ts';
import {timePickerStyles} from './time-picker.styles.ts';

/**
 * Points in time to choose from, for use without a conversation.
 *
 * @tag parley-time-picker
 * @fires {ReplyEvent} parley-reply - The visitor confirmed a time.
 * @fires {PageEvent} parley-page-event - The visitor is about to leave for a map.
 * @csspart time-picker - The whole.
 * @csspart time-day - Each day.
 * @csspart slot - Each time of the day; with `chosen` or `inert`.
 * @csspart confirm - The button that repeats the choice; with `chosen` or `inert`.
 * @csspart picture - The box of its picture.
 * @csspart title - What the times are for.
 * @cssprop --parley-brand - The one colour all others come from.
 */
export class ParleyTimePicker extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, pictureStyles, timePickerStyles];

  /** A message of type `timepicker`, as a bot sends it. */
  @property({attribute: false}) message: unknown;
  /** Labels, options and whatever else differs from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};
  /** Milliseconds since 1970 before which times are past; the clock's where absent. */
  @property({type: Number}) now?: number;

  private readonly own = new OwnView(this);
  private understood: TimePickerMessage | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message')) return;
    const {message} = readMessage(this.message);
    this.understood = message?.type === 'timepicker' ? message : undefined;
    this.own.clear();
  }

  protected override render() {
    return this.understood ? timePicker(this.understood, this.own.context(this.context), this.now) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-time-picker': ParleyTimePicker;
  }
}
