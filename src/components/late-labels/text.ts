/** Labels of what a formatted text holds. */
export const textLabels = {
  table: 'Table',
  code: 'Code',
} as const;
