import type {RouteContext} from './route-context.ts';
import type {Offer} from './wire.ts';

/** What may be sent in a conversation of a widget, and whether people are available. */
export async function offerOf(
  {services, hooks, mimetypes}: Pick<RouteContext, 'services' | 'hooks' | 'mimetypes'>,
  widget: string,
): Promise<Offer> {
  const {bodyBytes, fileBytes} = services.limits;
  return {
    limits: {maxBodyBytes: bodyBytes, maxFileBytes: fileBytes, mimetypes},
    features: {attachments: fileBytes > 0, people: services.options.desk !== undefined && (await hooks.isAvailable(widget))},
  };
}
