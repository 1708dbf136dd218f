import type {Talk} from '../../conversation/talk.ts';
import type {Notice} from '../../protocol/entry.ts';
import {action} from '../../protocol/build.ts';

/** What is sent to the bot. Degrees, east and north positive. */
interface Coordinates {
  latitude: number;
  longitude: number;
}

/** `args[0]` of the bot's call, to start and stop following the position. */
const begin = -1;
const end = 0;
/** `PERMISSION_DENIED`; the class itself is not there to ask in every browser. */
const forbidden = 1;

/** The bot asks for the visitor's position: first an offer in the conversation, and the browser's own prompt only after a tap on it. */
export class PositionOffer {
  #pending = false;
  #follows = false;
  #watch: number | undefined;
  /** Whether who is followed was told so: not before there was a first place. */
  #followed = false;
  /** Where the visitor is, until the bot is told. */
  #here: Coordinates | undefined;
  #telling = false;

  constructor(private readonly conversation: Talk) {}

  /** What the visitor can say yes to, or end, by the notice that tells of it. */
  get offer(): Notice | undefined {
    if (this.#pending) return this.#follows ? 'position_follow_asked' : 'position_asked';
    return this.#followed ? 'position_followed' : undefined;
  }

  asked(mode: unknown): void {
    if (mode === end) return this.#leave();
    // What the visitor is about to agree to stays what it was when they were asked.
    if (this.#pending || (mode === begin && this.#watch !== undefined)) return;
    this.#follows = mode === begin;
    this.#pending = true;
    this.conversation.notice(this.offer!);
  }

  /** The visitor took the offer, or is followed no longer. */
  share(): void {
    if (!this.#pending) return this.#leave();
    this.#pending = false;
    const {geolocation} = navigator;
    const follows = this.#follows;
    let told = false;
    const refused = (error?: GeolocationPositionError) => {
      // Who is followed may be lost for a moment. Any other fault is the end of it, and the bot may ask again.
      if (told && error?.code !== forbidden) return;
      if (follows) this.#unwatch();
      this.conversation.notice('position_denied');
    };
    if (!geolocation) return refused();
    const found = ({coords: {latitude, longitude}}: GeolocationPosition) => {
      this.#followed ||= follows;
      if (!told) this.conversation.notice(follows ? 'position_followed' : 'position_shared');
      told = true;
      this.#here = {latitude, longitude};
      void this.#tell();
    };
    if (follows) this.#watch = geolocation.watchPosition(found, refused);
    else geolocation.getCurrentPosition(found, refused);
  }

  /** Follows no longer, and says so where it did. */
  #leave(): void {
    const followed = this.#followed;
    this.stop();
    if (followed) this.conversation.notice('position_shared');
  }

  stop(): void {
    this.#pending = false;
    this.#here = undefined;
    this.#unwatch();
  }

  #unwatch(): void {
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = undefined;
    this.#followed = false;
  }

  /** One after the other: where they were while the bot heard of another place nobody needs to know, and what they say would wait behind it. */
  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    for (let here = this.#here; here; here = this.#here) {
      this.#here = undefined;
      await this.conversation
        .send(action('Geo', here))
        .catch((error: unknown) => console.error('Parley: the position cannot be sent.', error));
    }
    this.#telling = false;
  }
}
