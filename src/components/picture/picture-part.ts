import {pictureStyles} from './picture.styles.ts';

export {picture as draw} from './picture.ts';

export const styles = [pictureStyles];
