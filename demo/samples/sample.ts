import type {BotMessage} from '../../src/protocol/message.ts';

/** A sample message, as returned by the tolerant reader. */
export interface Sample<M extends BotMessage = BotMessage> {
  title: string;
  /** What the sample shows. */
  about: string;
  message: M;
  /** Whether the tolerant reader reports a problem with it. */
  noted?: true;
}

/** URLs and time that samples depend on. */
export interface Place {
  /** URL of a drawing in `demo/pictures`, by its name without extension. */
  picture(name: string): string;
  /** URL of a file in `demo/media`. */
  media(name: string): string;
  /** URL of a product or a section of the shop's page. */
  shop(part: string): string;
  now: Date;
}

export interface PlaceOptions {
  /** Origin of the shop, without a trailing slash. Default: the page's; without a page, URLs of pictures and media start with a slash. */
  base?: string;
  /** Time slots start on the next day. Default: now. */
  now?: Date;
}

export function placeOf({base = originOfPage(), now = new Date()}: PlaceOptions = {}): Place {
  return {
    picture: (name) => `${base}/pictures/${name}.svg`,
    media: (name) => `${base}/media/${name}`,
    shop: (part) => `${base || 'https://nordlicht.example'}/#${part}`,
    now,
  };
}

function originOfPage(): string {
  return 'location' in globalThis ? globalThis.location.origin : '';
}
