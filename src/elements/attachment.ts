import {define} from '../components/define.ts';
import {ParleyAttachment} from '../components/attachment/element.ts';

define('parley-attachment', ParleyAttachment);

export {ParleyAttachment};
