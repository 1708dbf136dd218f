import {define} from '../components/define.ts';
import {ParleyMessage} from '../components/message/element.ts';

define('parley-message', ParleyMessage);

export {ParleyMessage};
