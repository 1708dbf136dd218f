import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {Template} from '../../protocol/message.ts';
import {base} from '../base.styles.ts';
import {buttonStyles} from '../button/button.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {parseTemplate} from '../template/parse-template.ts';
import {tokens} from '../tokens.styles.ts';
import {list} from './list.ts';
import {listStyles} from './list.styles.ts';

/**
 * A list: rows with pictures, text and buttons, without a conversation.
 *
 * @tag parley-list
 * @fires {ReplyEvent} parley-reply - The visitor chose a postback button.
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link, or used a custom-event button; cancelable.
 * @csspart list - The whole element.
 * @csspart row - Each row, with `picture`, `title`, `subtitle` and `action` in it.
 * @csspart list-button - Each button below the rows; with `chosen` or `inert` once answered.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyList extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, pictureStyles, buttonStyles, listStyles];

  /** A template of type `list`, as a bot sends it. */
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
    return this.parsed ? list(this.parsed, this.controller.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-list': ParleyList;
  }
}
