import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {location} from './location.ts';
import {locationStyles} from './location.styles.ts';

/** Includes the styles of pictures, because those of cards must come after them. */
export const locationPart = {draw: location, styles: [pictureStyles, buttonStyles, cardStyles, locationStyles]};
