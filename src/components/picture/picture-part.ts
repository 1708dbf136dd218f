import {picture} from './picture.ts';
import {pictureStyles} from './picture.styles.ts';

export const picturePart = {draw: picture, styles: [pictureStyles]};
