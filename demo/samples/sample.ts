import type {BotMessage} from '../../src/protocol/message.ts';

/** One message worth looking at, as the tolerant reader gives it. */
export interface Sample<M extends BotMessage = BotMessage> {
  title: string;
  /** What is worth looking at. */
  about: string;
  message: M;
  /** The tolerant reader has something to note of it. */
  noted?: true;
}

/** Where and when the samples are. */
export interface Place {
  /** URL of a drawing of `demo/pictures`, without its ending. */
  picture(name: string): string;
  /** URL of a file of `demo/media`. */
  media(name: string): string;
  /** URL of a product or a section of the shop's page. */
  shop(part: string): string;
  now: Date;
}

export interface PlaceOptions {
  /** Origin of the shop, without a slash at its end. Default: the page's; where there is no page, URLs of pictures and media start with a slash. */
  base?: string;
  /** Times to choose from start on the day after. Default: now. */
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
