import {define} from '../components/define.ts';
import {ParleyList} from '../components/list/element.ts';

define('parley-list', ParleyList);

export {ParleyList};
