import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {TimePickerMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {tokens} from '../tokens.styles.ts';
import {timePicker} from './time-picker.ts';
import {timePickerStyles} from './time-picker.styles.ts';

/**
 * Times to choose from, without a conversation.
 *
 * @tag parley-time-picker
 * @fires {ReplyEvent} parley-reply - The visitor confirmed a time.
 * @fires {PageEvent} parley-page-event - The visitor is about to open a map; cancelable.
 * @csspart time-picker - The whole element.
 * @csspart time-day - Each day.
 * @csspart slot - Each time of the day; with `chosen` or `inert`.
 * @csspart confirm - The button that confirms the chosen time; with `chosen` or `inert`.
 * @csspart picture - The box of its picture.
 * @csspart title - What the times are for.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyTimePicker extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, pictureStyles, timePickerStyles];

  /** A message of type `timepicker`, as a bot sends it. */
  @property({attribute: false}) message: unknown;
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};
  /** Times before this are past, in milliseconds since 1970; the current time by default. */
  @property({type: Number}) now?: number;

  private readonly controller = new ViewController(this);
  private parsed: TimePickerMessage | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message')) return;
    const {message} = readMessage(this.message);
    this.parsed = message?.type === 'timepicker' ? message : undefined;
    this.controller.reset();
  }

  protected override render() {
    return this.parsed ? timePicker(this.parsed, this.controller.context(this.context), this.now) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-time-picker': ParleyTimePicker;
  }
}
