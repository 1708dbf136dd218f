import {define} from '../components/define.ts';
import {ParleyLocation} from '../components/location/element.ts';

define('parley-location', ParleyLocation);

export {ParleyLocation};
