import type {BotMessage} from '../protocol/message.ts';
import type {CustomRenderer, CustomRenderers, PartContext} from './context.ts';
import {LatePart} from './late-part.ts';
import type {Kept} from './on-wire.ts';

let custom: typeof import('./custom-part.ts') | undefined;

/** Draws and reads a page's own types. On a page with renderers, every message needs it, so it is loaded before one is drawn. */
export const lateCustom = new LatePart(async () => (custom = await import('./custom-part.ts')).customPart);

/** Draws part of a message with the page's own renderer, or with ours if that could not be loaded. */
export function drawOwn(renderer: CustomRenderer, data: Kept, context: PartContext, ours: () => unknown): unknown {
  return custom ? custom.customPart.draw(renderer, data, context, ours) : ours();
}

/** A message whose text is replaced by that of the page's own renderer, if there is one. */
export function inOwnWords(message: BotMessage, renderers: CustomRenderers | undefined): BotMessage {
  return custom && renderers?.size ? custom.inOwnWords(message, renderers) : message;
}
