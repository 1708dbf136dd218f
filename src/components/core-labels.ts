/** The words a closed launcher needs, apart from all others so that it can be drawn before the chat is loaded. */
export const coreLabels = {
  open_chat: 'Open chat',
  load_failed: 'The chat could not be loaded. Try again.',
} as const;

export type CoreLabels = Readonly<Record<keyof typeof coreLabels, string>>;
