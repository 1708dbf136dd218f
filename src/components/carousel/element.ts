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
 * Cards side by side, for use without a conversation: by hand, by arrow keys or by two buttons.
 *
 * @tag parley-carousel
 * @fires {ReplyEvent} parley-reply - The visitor chose a postback button.
 * @fires {PageEvent} parley-page-event - The visitor is about to leave by a link, or used a button that is the page's business.
 * @csspart carousel - The whole.
 * @csspart slides - The track the cards stand on.
 * @csspart card - Each card, with the parts of `parley-card`.
 * @csspart position - Which card of how many.
 * @csspart arrow - Each of the two buttons.
 * @cssprop --parley-brand - The one colour all others come from.
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

  /** A generic template of two elements or more, as a bot sends it. */
  @property({attribute: false}) template: unknown;
  /** Labels, options and whatever else differs from the defaults. */
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
