import {css, LitElement, nothing, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {Attachment} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';
import {base} from '../base.styles.ts';
import type {PartContext} from '../context.ts';
import {ViewController} from '../view-controller.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {tokens} from '../tokens.styles.ts';
import {attachments} from './attachment.ts';
import {attachmentStyles} from './attachment.styles.ts';

/**
 * Pictures, sounds, films and files of one message, without a conversation.
 *
 * @tag parley-attachment
 * @csspart attachment - The whole element.
 * @csspart image - The button around a picture.
 * @csspart mosaic - Several pictures as a group.
 * @csspart audio - The player of a sound.
 * @csspart video - The box of a film.
 * @csspart file - The row of a file.
 * @csspart caption - The text below a picture, sound or film.
 * @csspart lightbox - The dialog that shows an enlarged picture.
 * @cssprop --parley-brand - The brand colour, from which all others are derived.
 */
export class ParleyAttachment extends LitElement {
  static override styles = [tokens, base, css`:host { display: block; }`, pictureStyles, attachmentStyles];

  /** A message of type `attachment` or `multi-attachment`, as a bot sends it. */
  @property({attribute: false}) message: unknown;
  /** Labels, options and other settings that differ from the defaults. */
  @property({attribute: false}) context: Partial<PartContext> = {};

  private readonly controller = new ViewController(this);
  private items: readonly Attachment[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message')) return;
    const {message} = readMessage(this.message);
    this.items = message?.type === 'attachment' ? [message] : message?.type === 'multi-attachment' ? message.attachments : [];
    this.controller.reset();
  }

  protected override render() {
    return this.items.length ? attachments(this.items, this.controller.context(this.context)) : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-attachment': ParleyAttachment;
  }
}
