import {define} from '../components/define.ts';
import {ParleyQuickReplies} from '../components/quick-replies/element.ts';

define('parley-quick-replies', ParleyQuickReplies);

export {ParleyQuickReplies};
