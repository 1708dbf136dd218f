import {define} from '../components/define.ts';
import {ParleyTimePicker} from '../components/time-picker/element.ts';

define('parley-time-picker', ParleyTimePicker);

export {ParleyTimePicker};
