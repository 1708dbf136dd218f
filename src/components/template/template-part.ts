import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import {carouselStyles} from '../carousel/carousel.styles.ts';
import {listStyles} from '../list/list.styles.ts';
import {pictureStyles} from '../picture/picture.styles.ts';

export {template as draw} from './template.ts';

export const styles = [pictureStyles, buttonStyles, cardStyles, carouselStyles, listStyles];
