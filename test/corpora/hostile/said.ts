/** A text message. */
export const said = (body: unknown, more: object = {}): object => ({code: 'message', type: 'text', body, ...more});

/** A message with one card. */
export const card = (element: object, body = ''): object => said(body, {template: {type: 'generic', elements: [element]}});
