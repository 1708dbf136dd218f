import {define} from '../components/define.ts';
import {ParleyChat} from '../widget/chat.ts';
import {ParleyTranscript} from '../widget/transcript.ts';

define('parley-transcript', ParleyTranscript);
define('parley-chat', ParleyChat);

export {ParleyChat, ParleyTranscript};
