import {define} from '../components/define.ts';
import {ParleyTranscript} from '../widget/transcript.ts';

define('parley-transcript', ParleyTranscript);

export {ParleyTranscript};
