import {css, LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {OwnView} from '../own-view.ts';
import {tokens} from '../tokens.styles.ts';
import {text} from './text.ts';
import {textStyles} from './text.styles.ts';

/**
 * A text body for use without a conversation: plain words, Markdown, or the short list of safe HTML.
 *
 * @tag parley-text
 * @fires {PageEvent} parley-page-event - The visitor is about to leave by a link; cancelling it stops that.
 * @cssprop --parley-brand - The one colour all others come from.
 */
export class ParleyText extends LitElement {
  static override styles = [
    tokens,
    base,
    textStyles,
    css`
      :host { display: block; overflow-wrap: anywhere; white-space: pre-line; unicode-bidi: plaintext; }
      .text > .table { margin-inline: 0; }
    `,
  ];

  /** The words, as a bot sends them. */
  @property() body = '';
  /** Labels, options and whatever else differs from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly own = new OwnView(this);

  protected override render() {
    return text(this.body, this.own.context(this.context));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-text': ParleyText;
  }
}
