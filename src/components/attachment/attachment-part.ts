import {pictureStyles} from '../picture/picture.styles.ts';
import {attachmentStyles} from './attachment.styles.ts';
import {attachments} from './attachment.ts';

export const attachmentPart = {draw: attachments, styles: [pictureStyles, attachmentStyles]};
