import type {CSSResult} from 'lit';
import {attachmentStyles} from './attachment/attachment.styles.ts';
import {buttonStyles} from './button/button.styles.ts';
import {cardStyles} from './card/card.styles.ts';
import {carouselStyles} from './carousel/carousel.styles.ts';
import {listStyles} from './list/list.styles.ts';
import {locationStyles} from './location/location.styles.ts';
import {bubbleStyles} from './message/bubble.styles.ts';
import {pictureStyles} from './picture/picture.styles.ts';
import {quickRepliesStyles} from './quick-replies/quick-replies.styles.ts';
import {templateStyles} from './template/template.styles.ts';
import {textStyles} from './text/text.styles.ts';
import {timePickerStyles} from './time-picker/time-picker.styles.ts';
import {typingStyles} from './typing/typing.styles.ts';

/** The styles of every part, for a root that draws whole messages. */
export const partStyles: CSSResult[] = [
  bubbleStyles,
  textStyles,
  typingStyles,
  pictureStyles,
  quickRepliesStyles,
  buttonStyles,
  cardStyles,
  carouselStyles,
  listStyles,
  templateStyles,
  attachmentStyles,
  locationStyles,
  timePickerStyles,
];
