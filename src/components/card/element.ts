import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {TemplateElement} from '../../protocol/message.ts';
import {base} from '../base.styles.ts';
import {buttonStyles} from '../button/button.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {parseTemplate} from '../template/parse-template.ts';
import {tokens} from '../tokens.styles.ts';
import {card} from './card.ts';
import {cardStyles} from './card.styles.ts';

/**
 * A card without a conversation: picture, title, subtitle and actions.
 *
 * @tag parley-card
 * @fires {ReplyEvent} parley-reply - The visitor chose a postback button.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @csspart card - The card.
 * @csspart picture - The box of its picture.
 * @csspart title - Its title.
 * @csspart subtitle - Its subtitle.
 * @csspart action - Each button; with `chosen` or `inert` once answered.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyCard extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, pictureStyles, buttonStyles, cardStyles];

  /** An element of a generic template, as a bot sends it. */
  @property({attribute: false}) element: unknown;
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);
  private parsed: TemplateElement | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('element')) return;
    this.parsed = parseTemplate({type: 'generic', elements: [this.element]})?.elements?.[0];
    this.controller.reset();
  }

  protected override render() {
    return this.parsed ? card(this.parsed, 'template.elements[0]', this.controller.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-card': ParleyCard;
  }
}
