/** Labels of what the menu opens. */
export const menuLabels = {
  print: 'Print',
  cancel: 'Keep chatting',
  end_question: 'End the conversation?',
  end_explained: 'What was said stays readable here.',
  end_confirm: 'End it',
  restart_question: 'Start again?',
  restart_explained: 'This conversation ends, and a new one begins below it.',
  save_copy: 'Copy as text',
  save_html: 'Download as web page',
  save_text: 'Download as text',
  save_json: 'Download as data (JSON)',
  copied: 'Copied',
  save_failed: 'That did not work here.',
  reader_text_size: 'Text size',
  reader_smaller: 'Smaller text',
  reader_larger: 'Larger text',
  reader_contrast: 'More contrast',
  reader_motion: 'Less motion',
  reader_sound: 'Sound for new messages',
  reader_lists: 'Show choices as a list',
  reader_spoken: 'Read aloud by screen readers',
  spoken_all: 'Full messages',
  spoken_brief: 'Only the beginning',
  spoken_none: 'Only failures',
  reader_reset: 'Reset',
} as const;

/** Labels for uploading files. */
export const fileLabels = {
  remove_file: 'Remove $name',
  uploading: '$name, $percent',
  upload_ready: 'Ready, $size',
  upload_failed: 'Could not be sent',
  upload_too_big: 'Larger than $size',
  upload_type: 'This type of file is not accepted',
  upload_waiting: 'Waiting',
  upload_most_one: 'At most $count file at once',
  upload_most_other: 'At most $count files at once',
  retry_file: 'Send $name again',
  drop_files: 'Drop files here',
  drop_limit: 'Up to $size each',
} as const;

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

/** Labels of a time picker. */
export const timeLabels = {
  days: 'Days',
  choose_time: 'Choose a time',
  confirm_time: 'Choose $time',
  time_zone: 'Times are in $zone',
  time_zone_same: 'Times are in $zone, as on your clock',
  your_time: 'On your clock: $time',
} as const;

/** Labels of a place. */
export const placeLabels = {
  other_maps: 'Other maps',
  accuracy: 'Accurate to $distance',
  coordinates: '$latitude, $longitude',
} as const;

/** English texts are loaded with the code that uses them; every other language has all its texts in one file. */
export const lateEnglish = {...menuLabels, ...fileLabels, ...maskingLabels, ...timeLabels, ...placeLabels};
export type LateEnglish = typeof lateEnglish;
