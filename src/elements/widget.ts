import {define} from '../components/define.ts';
import {drawLauncher} from '../widget/draw-launcher.ts';
import {ParleyWidget} from '../widget/widget.ts';

ParleyWidget.draw = drawLauncher;
ParleyWidget.loadChat = () => import('./chat.ts');
ParleyWidget.loadExtras = () => import('../widget/launcher-extras.ts');
define('parley-widget', ParleyWidget);

export {ParleyWidget};
export type {ParleyHandle} from '../widget/handle.ts';
