import {fileRowStyles} from '../attachment/file-row.styles.ts';

export {link as draw} from './link.ts';

export const styles = [fileRowStyles];
