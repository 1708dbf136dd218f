import type {Talk} from '../../conversation/talk.ts';
import type {Notice} from '../../protocol/entry.ts';
import {action} from '../../protocol/build.ts';

/** What is sent to the bot. In degrees, positive to the north and east. */
interface Coordinates {
  latitude: number;
  longitude: number;
}

/** `args[0]` of the bot's call: begin or end continuous sharing. */
const begin = -1;
const end = 0;
/** `PERMISSION_DENIED`. The constant is not used, since not every browser has the class as a global. */
const forbidden = 1;

/** Handles a bot's request for the position: first as an offer in the conversation; the browser only asks after a tap on it. */
export class PositionOffer {
  #pending = false;
  #follows = false;
  #watch: number | undefined;
  /** Whether the visitor was told that their position is shared continuously, which happens with the first position. */
  #followed = false;
  /** The latest position that has not been sent yet. */
  #here: Coordinates | undefined;
  #telling = false;

  constructor(private readonly conversation: Talk) {}

  /** The notice of the current offer, which the visitor can accept, or of the sharing, which they can stop. */
  get offer(): Notice | undefined {
    if (this.#pending) return this.#follows ? 'position_follow_asked' : 'position_asked';
    return this.#followed ? 'position_followed' : undefined;
  }

  asked(mode: unknown): void {
    if (mode === end) return this.#leave();
    // The meaning of a pending offer must not change under the visitor's hands.
    if (this.#pending || (mode === begin && this.#watch !== undefined)) return;
    this.#follows = mode === begin;
    this.#pending = true;
    this.conversation.notice(this.offer!);
  }

  /** The visitor accepted the offer, or stopped sharing. */
  share(): void {
    if (!this.#pending) return this.#leave();
    this.#pending = false;
    const {geolocation} = navigator;
    const follows = this.#follows;
    let told = false;
    const refused = (error?: GeolocationPositionError) => {
      // While sharing, the signal may be lost for a moment. Any other error ends it, and the bot may ask again.
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

  /** Stops sharing, with a notice if it had begun. */
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

  /** Sends one position at a time, skipping those passed in the meantime, so that the visitor's messages do not queue behind them. */
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
