import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {TextMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {lateParts} from '../late-parts.ts';
import {ViewController} from '../view-controller.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {tokens} from '../tokens.styles.ts';
import {quickReplies} from './quick-replies.ts';
import {quickRepliesStyles} from './quick-replies.styles.ts';

/**
 * Quick replies, without a conversation.
 *
 * @tag parley-quick-replies
 * @fires {ReplyEvent} parley-reply - The visitor chose an answer, or shared a position; cancelable.
 * @csspart quick-replies - The group; with `horizontal` or `vertical`.
 * @csspart reply - Each answer; with `chosen` or `inert` once answered.
 * @csspart others - The button that opens a collapsed group.
 * @csspart picture - The box of an answer's picture.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyQuickReplies extends LitElement {
  static override styles = [
    tokens,
    base,
    pictureStyles,
    quickRepliesStyles,
    css`:host { --_indent: 0px; display: block; } .quick-replies { margin-block-start: 0; }`,
  ];

  /** The quick replies, as a bot sends them. */
  @property({attribute: false}) replies: unknown;
  /** In a row that wraps, or one below the other. */
  @property() orientation: 'horizontal' | 'vertical' = 'horizontal';
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);
  private parsed: TextMessage | undefined;

  protected override async scheduleUpdate(): Promise<void> {
    if (Array.isArray(this.replies) && this.replies.some((reply) => reply?.image_url)) await lateParts.picture.settled();
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('replies')) return;
    const {message} = readMessage({code: 'message', type: 'text', body: '', quick_replies: this.replies});
    this.parsed = message?.type === 'text' ? message : undefined;
    this.controller.reset();
  }

  protected override render() {
    const {parsed, orientation: quick_replies_orientation} = this;
    return parsed ? quickReplies({...parsed, quick_replies_orientation}, this.controller.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-quick-replies': ParleyQuickReplies;
  }
}
