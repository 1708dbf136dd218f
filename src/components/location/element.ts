import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {LocationMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {tokens} from '../tokens.styles.ts';
import {location} from './location.ts';
import {locationStyles} from './location.styles.ts';

/**
 * A place, without a conversation. It loads no map; the visitor can follow a link to one.
 *
 * @tag parley-location
 * @fires {PageEvent} parley-page-event - The visitor is about to open a map; cancelable.
 * @csspart location - The whole element.
 * @csspart map - The drawing of a map.
 * @csspart title - The name of the place, or its coordinates.
 * @csspart subtitle - What else is known about it.
 * @csspart action - Each link to a map.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyLocation extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, buttonStyles, cardStyles, locationStyles];

  /** A message of type `location`, as a bot sends it. */
  @property({attribute: false}) message: unknown;
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);
  private parsed: LocationMessage | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message')) return;
    const {message} = readMessage(this.message);
    this.parsed = message?.type === 'location' ? message : undefined;
    this.controller.reset();
  }

  protected override render() {
    return this.parsed ? location(this.parsed, this.controller.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-location': ParleyLocation;
  }
}
