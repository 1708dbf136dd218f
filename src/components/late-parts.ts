import {lateCustom} from './late-custom.ts';
import {LatePart} from './late-part.ts';

/** The parts that plain text does not need. Each is a module, and a chunk, of its own: a function and its styles. */
export const lateParts = {
  attachment: new LatePart(() => import('./attachment/attachment-part.ts')),
  custom: lateCustom,
  link: new LatePart(() => import('./link/link-part.ts')),
  location: new LatePart(() => import('./location/location-part.ts')),
  markdown: new LatePart(() => import('./text/markdown-part.ts')),
  picture: new LatePart(() => import('./picture/picture-part.ts')),
  template: new LatePart(() => import('./template/template-part.ts')),
  timePicker: new LatePart(() => import('./time-picker/time-picker-part.ts')),
};
