import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {Template} from '../../protocol/message.ts';
import {base} from '../base.styles.ts';
import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {parseTemplate} from '../template/parse-template.ts';
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

  private readonly controller = new ViewController(this);
  private parsed: Template | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('template')) return;
    this.parsed = parseTemplate(this.template);
    this.controller.reset();
  }

  protected override render() {
    return this.parsed ? carousel(this.parsed, this.controller.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-carousel': ParleyCarousel;
  }
}
