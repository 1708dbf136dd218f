import {css, LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {tokens} from '../tokens.styles.ts';
import {text} from './text.ts';
import {textStyles} from './text.styles.ts';

/**
 * A text body, without a conversation: plain text, Markdown, or safe HTML.
 *
 * @tag parley-text
 * @fires {PageEvent} parley-page-event - The visitor is about to follow a link; cancelable.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
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

  /** The text, as a bot sends it. */
  @property() body = '';
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);

  protected override render() {
    return text(this.body, this.controller.context(this.context));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-text': ParleyText;
  }
}
