import type {BotMessage} from '../protocol/message.ts';
import type {CustomRenderer, CustomRenderers, PartContext} from './context.ts';
import {LatePart} from './late-part.ts';
import type {ParsedPart} from './to-wire.ts';

let custom: typeof import('./custom-part.ts') | undefined;

/** Draws and reads out a page's own types. Pages with custom renderers load it before their first message is drawn. */
export const lateCustom = new LatePart(async () => (custom = await import('./custom-part.ts')));

/** Draws a part of a message with the page's own renderer, or by default if the code for that could not be loaded. */
export function drawLateCustom(renderer: CustomRenderer, data: ParsedPart, context: PartContext, drawDefault: () => unknown): unknown {
  return custom ? custom.draw(renderer, data, context, drawDefault) : drawDefault();
}

/** A message with the texts of the page's own renderers in place of the parts that have one. */
export function withCustomText(message: BotMessage, renderers: CustomRenderers | undefined): BotMessage {
  return custom && renderers?.size ? custom.withCustomText(message, renderers) : message;
}
