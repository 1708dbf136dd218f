import {drawCustom} from './custom.ts';

export const customPart = {draw: drawCustom, styles: []};
