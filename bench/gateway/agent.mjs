/** The bot of the measured gateway: says at once what it was told. */
export default async function answer({message}) {
  return {event: 'continue', messages: message ? [{code: 'message', type: 'text', body: message.body}] : []};
}
