import type {Template} from '../../protocol/message.ts';
import {readMessage} from '../../protocol/read.ts';

/** Reads a template as it came on the wire and repairs it if necessary; undefined if there is nothing in it to show. */
export function parseTemplate(template: unknown): Template | undefined {
  const {message} = readMessage({code: 'message', type: 'text', body: '', template});
  return message?.type === 'text' ? message.template : undefined;
}
