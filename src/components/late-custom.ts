import type {BotMessage} from '../protocol/message.ts';
import type {CustomRenderer, CustomRenderers, PartContext} from './context.ts';
import {LatePart} from './late-part.ts';
import type {Kept} from './on-wire.ts';

let custom: typeof import('./custom-part.ts') | undefined;

/** What draws and says a page's own types. Part of every message of a page that has some, so that it is there before one is drawn. */
export const lateCustom = new LatePart(async () => (custom = await import('./custom-part.ts')).customPart);

/** Draws a piece of a message by the page's own renderer, or in our way where that could not be loaded. */
export function drawOwn(renderer: CustomRenderer, data: Kept, context: PartContext, ours: () => unknown): unknown {
  return custom ? custom.customPart.draw(renderer, data, context, ours) : ours();
}

/** A message in whose place a page's own words stand where it has some. */
export function inOwnWords(message: BotMessage, renderers: CustomRenderers | undefined): BotMessage {
  return custom && renderers?.size ? custom.inOwnWords(message, renderers) : message;
}
