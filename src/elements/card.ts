import {define} from '../components/define.ts';
import {ParleyCard} from '../components/card/element.ts';

define('parley-card', ParleyCard);

export {ParleyCard};
