/** Labels for uploading files. */
export const fileLabels = {
  remove_file: 'Remove $name',
  uploading: '$name, $percent',
  upload_ready: 'Ready, $size',
  upload_failed: 'Could not be sent',
  upload_too_big: 'Larger than $size',
  upload_type: 'This type of file is not accepted',
  upload_waiting: 'Waiting',
  upload_most_one: 'Up to $count file at a time',
  upload_most_other: 'Up to $count files at a time',
  retry_file: 'Send $name again',
  drop_files: 'Drop files here',
  drop_limit: 'Up to $size each',
} as const;
