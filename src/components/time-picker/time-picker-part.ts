import {pictureStyles} from '../picture/picture.styles.ts';
import {timePickerStyles} from './time-picker.styles.ts';

export {timePicker as draw} from './time-picker.ts';

export const styles = [pictureStyles, timePickerStyles];
