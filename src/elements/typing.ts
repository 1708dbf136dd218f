import {define} from '../components/define.ts';
import {ParleyTyping} from '../components/typing/element.ts';

define('parley-typing', ParleyTyping);

export {ParleyTyping};
