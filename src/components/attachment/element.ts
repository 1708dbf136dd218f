import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {Attachment} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {OwnView} from '../own-view.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {tokens} from '../tokens.styles.ts';
import {attachments} from './attachment.ts';
import {attachmentStyles} from './attachment.styles.ts';

/**
 * Pictures, sounds, films and files of one message, for use without a conversation.
 *
 * @tag parley-attachment
 * @csspart attachment - The whole.
 * @csspart image - A picture's button.
 * @csspart mosaic - Several pictures as one.
 * @csspart audio - A sound's player.
 * @csspart video - A film's box.
 * @csspart file - A file's row.
 * @csspart caption - Words below a picture, a sound or a film.
 * @csspart lightbox - The dialog a picture opens in.
 * @cssprop --parley-brand - The one colour all others come from.
 */
export class ParleyAttachment extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, pictureStyles, attachmentStyles];

  /** A message of type `attachment` or `multi-attachment`, as a bot sends it. */
  @property({attribute: false}) message: unknown;
  /** Labels, options and whatever else differs from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly own = new OwnView(this);
  private items: readonly Attachment[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message')) return;
    const {message} = readMessage(this.message);
    this.items = message?.type === 'attachment' ? [message] : message?.type === 'multi-attachment' ? message.attachments : [];
    this.own.clear();
  }

  protected override render() {
    return this.items.length ? attachments(this.items, this.own.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-attachment': ParleyAttachment;
  }
}
