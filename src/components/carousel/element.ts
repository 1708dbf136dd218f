import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {Template} from '../../protocol/message.ts';
import {base} from '../base.styles.ts';
import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import type {PartContext} from '../context.ts';
import {OwnView} from '../own-view.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {understood} from '../template/understood.ts';
import {tokens} from '../tokens.styles.ts';
import {carousel} from './carousel.ts';
import {carouselStyles} from './carousel.styles.ts';

/**
 * Cards side by side, without a conversation. They move by swiping, with the arrow keys or with two buttons.
 *
 * @tag parley-carousel
 * @fires {ReplyEvent} parley-reply - The visitor chose a postback button.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @csspart carousel - The whole element.
 * @csspart slides - The track the cards slide on.
 * @csspart card - Each card, with the parts of `parley-card`.
 * @csspart position - The position, such as "2 of 5".
 * @csspart arrow - Each of the two buttons.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyCarousel extends LitElement {
  static override styles = [
    tokens,
    base,
    css`:host { --_gutter: 0px; --_indent: 0px; display: block; }`,
    pictureStyles,
    buttonStyles,
    cardStyles,
    carouselStyles,
  ];

  /** A generic template with two or more elements, as a bot sends it. */
  @property({attribute: false}) template: unknown;
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly own = new OwnView(this);
  private understood: Template | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('template')) return;
    this.understood = understood(this.template);
    this.own.clear();
  }

  protected override render() {
    return this.understood ? carousel(this.understood, this.own.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-carousel': ParleyCarousel;
  }
}
