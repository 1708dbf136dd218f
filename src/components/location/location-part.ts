import {buttonStyles} from '../button/button.styles.ts';
import {cardStyles} from '../card/card.styles.ts';
import {pictureStyles} from '../picture/picture.styles.ts';
import {locationStyles} from './location.styles.ts';

export {location as draw} from './location.ts';

/** Includes the styles of pictures, because those of cards must come after them. */
export const styles = [pictureStyles, buttonStyles, cardStyles, locationStyles];
