import {pictureStyles} from '../picture/picture.styles.ts';
import {attachmentStyles} from './attachment.styles.ts';

export {attachments as draw} from './attachment.ts';

export const styles = [pictureStyles, attachmentStyles];
