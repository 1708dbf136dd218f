import {pictureStyles} from '../picture/picture.styles.ts';
import {timePicker} from './time-picker.ts';
import {timePickerStyles} from './time-picker.styles.ts';

export const timePickerPart = {draw: timePicker, styles: [pictureStyles, timePickerStyles]};
