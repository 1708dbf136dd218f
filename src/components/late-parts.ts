import {lateCustom} from './late-custom.ts';
import {LatePart} from './late-part.ts';

/** The parts that plain text does not need. Each is a chunk of its own, with its styles. */
export const lateParts = {
  attachment: new LatePart(async () => (await import('./attachment/attachment-part.ts')).attachmentPart),
  custom: lateCustom,
  link: new LatePart(async () => (await import('./link/link-part.ts')).linkPart),
  location: new LatePart(async () => (await import('./location/location-part.ts')).locationPart),
  markdown: new LatePart(async () => (await import('./text/markdown-part.ts')).markdownPart),
  picture: new LatePart(async () => (await import('./picture/picture-part.ts')).picturePart),
  template: new LatePart(async () => (await import('./template/template-part.ts')).templatePart),
  timePicker: new LatePart(async () => (await import('./time-picker/time-picker-part.ts')).timePickerPart),
};
