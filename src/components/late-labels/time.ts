/** Labels of a time picker. */
export const timeLabels = {
  days: 'Days',
  choose_time: 'Choose a time',
  confirm_time: 'Choose $time',
  time_zone: 'Times are in $zone',
  time_zone_same: 'Times are in $zone, as on your clock',
  your_time: 'On your clock: $time',
} as const;
