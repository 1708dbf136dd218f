import type {Attachment, AttachmentMessage, MultiAttachmentMessage} from '../../src/protocol/message.ts';
import type {Place, Sample} from './sample.ts';

interface FileOfShop {
  mimetype: string;
  /** Bytes. */
  size: number;
  desc?: string;
}

const kept: Readonly<Record<string, FileOfShop>> = {
  'room.jpg': {mimetype: 'image/jpeg', size: 13_387, desc: 'Fjell over a table of 160 cm'},
  'fjell.jpg': {mimetype: 'image/jpeg', size: 9564, desc: 'Fjell, oiled'},
  'lys.jpg': {mimetype: 'image/jpeg', size: 8964, desc: 'Lys by day'},
  'natt.jpg': {mimetype: 'image/jpeg', size: 10_892, desc: 'Natt at night'},
  'cable.jpg': {mimetype: 'image/jpeg', size: 12_384, desc: 'Where the cables meet'},
  'shop-bell.wav': {mimetype: 'audio/wav', size: 24_044, desc: 'The bell at our door'},
  'dimming.webm': {mimetype: 'video/webm', size: 28_249, desc: 'Fjell dims to 5 %'},
  'fjell-hanging-guide.pdf': {mimetype: 'application/pdf', size: 1944, desc: 'Fjell, hanging guide'},
};

/** A file of `demo/media` as an attachment. */
export function fileOf(name: string, {media}: Place): Attachment {
  const {mimetype, size, desc} = kept[name] ?? {mimetype: 'application/octet-stream', size: 0};
  return {url: media(name), meta: {mimetype, originalName: name, size, ref: `shop-${name}`, ...(desc && {desc})}};
}

export function attached(file: Attachment): AttachmentMessage {
  return {code: 'message', type: 'attachment', ...file};
}

/** Files, single and in groups. */
export function files(place: Place) {
  const one = (name: string) => attached(fileOf(name, place));
  const several = (...names: string[]): MultiAttachmentMessage => ({
    code: 'message',
    type: 'multi-attachment',
    attachments: names.map((name) => fileOf(name, place)),
  });
  const missing = {
    url: place.media('not-there.jpg'),
    meta: {mimetype: 'image/jpeg', originalName: 'not-there.jpg', desc: 'Fjell at the neighbours'},
  };
  const archive = {
    url: 'https://nordlicht.example/files/fjell.step',
    meta: {mimetype: 'model/step', originalName: 'fjell.step', size: 3_481_600},
  };
  return {
    picture: {title: 'Picture', about: 'With a caption; its box stands before it has loaded', message: one('room.jpg')},
    'picture-missing': {title: 'Missing picture', about: 'The box stays, with a sign and words', message: attached(missing)},
    sound: {title: 'Sound', about: 'Three seconds to play and to seek in', message: one('shop-bell.wav')},
    film: {title: 'Film', about: 'Six seconds, played on demand', message: one('dimming.webm')},
    pdf: {title: 'PDF', about: 'To download, with name and size', message: one('fjell-hanging-guide.pdf')},
    'unknown-file': {title: 'Unknown file', about: 'Of a type no browser shows', message: attached(archive)},
    pictures: {
      title: 'Several pictures',
      about: 'Five as one: three shown, the others counted',
      message: several('room.jpg', 'fjell.jpg', 'natt.jpg', 'lys.jpg', 'cable.jpg'),
    },
    'mixed-files': {
      title: 'Several files',
      about: 'A picture, a sound and a guide in one message',
      message: several('fjell.jpg', 'shop-bell.wav', 'fjell-hanging-guide.pdf'),
    },
  } satisfies Record<string, Sample<AttachmentMessage | MultiAttachmentMessage>>;
}
