import {define} from '../components/define.ts';
import {ParleyCarousel} from '../components/carousel/element.ts';

define('parley-carousel', ParleyCarousel);

export {ParleyCarousel};
