import {eventButton, textMessage} from '../src/protocol/build.ts';
import type {CustomEventButton, QuickReply, Template, TextMessage} from '../src/protocol/message.ts';

/** Words with answers to choose from below them. */
export function asked(body: string, quick_replies: readonly QuickReply[], rest: Partial<TextMessage> = {}): TextMessage {
  return {...textMessage(body, {quick_replies}), ...rest};
}

export function shown(body: string, template: Template): TextMessage {
  return textMessage(body, {template});
}

/** Without a payload the title alone comes back. */
export function reply(title: string, payload?: string | number, image_url?: string): QuickReply {
  return {content_type: 'text', title, ...(payload !== undefined && {payload}), ...(image_url && {image_url})};
}

/** A button the page acts on: the shop puts the product into its basket, or points at it. */
export function pageButton(title: string, type: 'basket' | 'highlight', product: string): CustomEventButton {
  return eventButton(title, type, {product});
}
