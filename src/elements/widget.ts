import {define} from '../components/define.ts';
import {ParleyWidget} from '../widget/widget.ts';

ParleyWidget.loadChat = () => import('./chat.ts');
ParleyWidget.loadTeaser = () => import('../widget/teaser.ts');
define('parley-widget', ParleyWidget);

export {ParleyWidget};
