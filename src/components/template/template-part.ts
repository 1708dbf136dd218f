import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import {carouselStyles} from '../carousel/carousel.styles.ts';
import {listStyles} from '../list/list.styles.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {template} from './template.ts';

export const templatePart = {draw: template, styles: [pictureStyles, buttonStyles, cardStyles, carouselStyles, listStyles]};
