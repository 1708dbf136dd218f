/** A text message. */
export const text = (body: unknown, more: object = {}): object => ({code: 'message', type: 'text', body, ...more});

/** A message with one card. */
export const card = (element: object, body = ''): object => text(body, {template: {type: 'generic', elements: [element]}});
