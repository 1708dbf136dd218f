import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {location} from './location.ts';
import {locationStyles} from './location.styles.ts';

/** With the styles of pictures, which those of cards build upon wherever both are. */
export const locationPart = {draw: location, styles: [pictureStyles, buttonStyles, cardStyles, locationStyles]};
