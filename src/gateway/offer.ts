import type {Parts} from './parts.ts';
import type {Offer} from './wire.ts';

/** What may be sent in a conversation of a widget, and whether people are available. */
export async function offerOf({s, hooks, mimetypes}: Pick<Parts, 's' | 'hooks' | 'mimetypes'>, widget: string): Promise<Offer> {
  const {bodyBytes, fileBytes} = s.limits;
  return {
    limits: {maxBodyBytes: bodyBytes, maxFileBytes: fileBytes, mimetypes},
    features: {attachments: fileBytes > 0, people: s.options.desk !== undefined && (await hooks.available(widget))},
  };
}
