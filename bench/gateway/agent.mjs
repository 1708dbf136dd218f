/** The bot of the measured gateway: an echo that answers at once. */
export default async function answer({message}) {
  return {event: 'continue', messages: message ? [{code: 'message', type: 'text', body: message.body}] : []};
}
