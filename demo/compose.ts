import {eventButton, textMessage} from '../src/protocol/build.ts';
import type {CustomEventButton, QuickReply, Template, TextMessage} from '../src/protocol/message.ts';

/** A text with quick replies. */
export function textWithReplies(body: string, quick_replies: readonly QuickReply[], rest: Partial<TextMessage> = {}): TextMessage {
  return {...textMessage(body, {quick_replies}), ...rest};
}

export function textWithTemplate(body: string, template: Template): TextMessage {
  return textMessage(body, {template});
}

/** Without a payload, only the title is sent back. */
export function reply(title: string, payload?: string | number, image_url?: string): QuickReply {
  return {content_type: 'text', title, ...(payload !== undefined && {payload}), ...(image_url && {image_url})};
}

/** A button handled by the page: the shop adds the product to its basket, or highlights it. */
export function pageButton(title: string, type: 'basket' | 'highlight', product: string): CustomEventButton {
  return eventButton(title, type, {product});
}
