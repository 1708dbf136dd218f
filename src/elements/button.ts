import {define} from '../components/define.ts';
import {ParleyButton} from '../components/button/element.ts';

define('parley-button', ParleyButton);

export {ParleyButton};
