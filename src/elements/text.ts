import {define} from '../components/define.ts';
import {ParleyText} from '../components/text/element.ts';

define('parley-text', ParleyText);

export {ParleyText};
