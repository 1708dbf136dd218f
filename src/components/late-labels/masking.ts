/** Labels for warnings about sensitive data. */
export const maskingLabels = {
  masked_card: 'a card number',
  masked_iban: 'a bank account number',
  masked_email: 'an e-mail address',
  masking_warn: 'This looks like $what. Send it anyway?',
  masking_send: 'Send it anyway',
  masking_edit: 'Change it',
  masking_blocked: 'This looks like $what, which cannot be sent here. Please remove it.',
  masking_masked: 'What looked like $what was masked before it was sent.',
} as const;
