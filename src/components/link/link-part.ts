import {fileRowStyles} from '../attachment/file-row.styles.ts';
import {link} from './link.ts';

export const linkPart = {draw: link, styles: [fileRowStyles]};
