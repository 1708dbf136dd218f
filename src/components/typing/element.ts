import {css, LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {bubbleStyles} from '../message/bubble.styles.ts';
import {ViewController} from '../view-controller.ts';
import {tokens} from '../tokens.styles.ts';
import {typing} from './typing.ts';
import {typingStyles} from './typing.styles.ts';

/**
 * The typing dots, without a conversation.
 *
 * @tag parley-typing
 * @csspart typing - The bubble with the dots.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyTyping extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, bubbleStyles, typingStyles];

  /** Shown beside the dots. */
  @property() words = '';
  /** Who is typing, for screen readers. */
  @property() name = '';
  /** Labels and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);

  protected override render() {
    return typing({words: this.words, name: this.name}, this.controller.context(this.context));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-typing': ParleyTyping;
  }
}
