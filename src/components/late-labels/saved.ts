/** Labels of a saved conversation. */
export const savedLabels = {
  saved_title: 'Conversation with $name',
  you: 'You',
} as const;
