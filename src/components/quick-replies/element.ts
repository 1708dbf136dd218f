import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {TextMessage} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {lateParts} from '../late-parts.ts';
import {OwnView} from '../own-view.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {tokens} from '../tokens.styles.ts';
import {quickReplies} from './quick-replies.ts';
import {quickRepliesStyles} from './quick-replies.styles.ts';

/**
 * Suggested answers for use without a conversation.
 *
 * @tag parley-quick-replies
 * @fires {ReplyEvent} parley-reply - The visitor chose an answer, or shared a position. Cancelling it leaves the group as it was.
 * @csspart quick-replies - The group; with `horizontal` or `vertical`.
 * @csspart reply - Each answer; with `chosen` or `inert` once answered.
 * @csspart others - The button that opens a collapsed group.
 * @csspart picture - The box of an answer's picture.
 * @cssprop --parley-brand - The one colour all others come from.
 */
export class ParleyQuickReplies extends LitElement {
  static override styles = [
    tokens,
    base,
    pictureStyles,
    quickRepliesStyles,
    css`:host { --_indent: 0px; display: block; } .quick-replies { margin-block-start: 0; }`,
  ];

  /** The answers, as a bot sends them. */
  @property({attribute: false}) replies: unknown;
  /** A row that wraps, or one below the other. */
  @property() orientation: 'horizontal' | 'vertical' = 'horizontal';
  /** Labels, options and whatever else differs from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly own = new OwnView(this);
  private understood: TextMessage | undefined;

  protected override async scheduleUpdate(): Promise<void> {
    if (Array.isArray(this.replies) && this.replies.some((reply) => reply?.image_url)) await lateParts.picture.soon();
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('replies')) return;
    const {message} = readMessage({code: 'message', type: 'text', body: '', quick_replies: this.replies});
    this.understood = message?.type === 'text' ? message : undefined;
    this.own.clear();
  }

  protected override render() {
    const {understood, orientation: quick_replies_orientation} = this;
    return understood ? quickReplies({...understood, quick_replies_orientation}, this.own.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-quick-replies': ParleyQuickReplies;
  }
}
