import type {Talk} from '../../conversation/talk.ts';
import type {Notice} from '../../protocol/entry.ts';
import {action} from '../../protocol/build.ts';

/** What is sent to the bot. In degrees, positive to the north and east. */
interface Coordinates {
  latitude: number;
  longitude: number;
}

/** `args[0]` of the bot's call: begin or end continuous sharing. */
const startSharing = -1;
const stopSharing = 0;
/** `PERMISSION_DENIED`. The constant is not used, since not every browser has the class as a global. */
const permissionDenied = 1;

/** Handles a bot's request for the position: first as an offer in the conversation; the browser only asks after a tap on it. */
export class PositionOffer {
  #pending = false;
  #isContinuous = false;
  #watchId: number | undefined;
  /** Whether the visitor was told that their position is shared continuously, which happens with the first position. */
  #isSharing = false;
  /** The latest position that has not been sent yet. */
  #unsent: Coordinates | undefined;
  #isSending = false;

  constructor(private readonly conversation: Talk) {}

  /** The notice of the current offer, which the visitor can accept, or of the sharing, which they can stop. */
  get offer(): Notice | undefined {
    if (this.#pending) return this.#isContinuous ? 'position_follow_asked' : 'position_asked';
    return this.#isSharing ? 'position_followed' : undefined;
  }

  request(mode: unknown): void {
    if (mode === stopSharing) return this.#stopSharing();
    // The meaning of a pending offer must not change under the visitor's hands.
    if (this.#pending || (mode === startSharing && this.#watchId !== undefined)) return;
    this.#isContinuous = mode === startSharing;
    this.#pending = true;
    this.conversation.notice(this.offer!);
  }

  /** The visitor accepted the offer, or stopped sharing. */
  share(): void {
    if (!this.#pending) return this.#stopSharing();
    this.#pending = false;
    const {geolocation} = navigator;
    const isContinuous = this.#isContinuous;
    let isAnnounced = false;
    const onError = (error?: GeolocationPositionError) => {
      // While sharing, the signal may be lost for a moment. Any other error ends it, and the bot may ask again.
      if (isAnnounced && error?.code !== permissionDenied) return;
      if (isContinuous) this.#unwatch();
      this.conversation.notice('position_denied');
    };
    if (!geolocation) return onError();
    const onPosition = ({coords: {latitude, longitude}}: GeolocationPosition) => {
      this.#isSharing ||= isContinuous;
      if (!isAnnounced) this.conversation.notice(isContinuous ? 'position_followed' : 'position_shared');
      isAnnounced = true;
      this.#unsent = {latitude, longitude};
      void this.#sendPositions();
    };
    if (isContinuous) this.#watchId = geolocation.watchPosition(onPosition, onError);
    else geolocation.getCurrentPosition(onPosition, onError);
  }

  /** Stops sharing, with a notice if it had begun. */
  #stopSharing(): void {
    const wasSharing = this.#isSharing;
    this.stop();
    if (wasSharing) this.conversation.notice('position_shared');
  }

  stop(): void {
    this.#pending = false;
    this.#unsent = undefined;
    this.#unwatch();
  }

  #unwatch(): void {
    if (this.#watchId !== undefined) navigator.geolocation.clearWatch(this.#watchId);
    this.#watchId = undefined;
    this.#isSharing = false;
  }

  /** Sends one position at a time, skipping those passed in the meantime, so that the visitor's messages do not queue behind them. */
  async #sendPositions(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let position = this.#unsent; position; position = this.#unsent) {
      this.#unsent = undefined;
      await this.conversation
        .send(action('Geo', position))
        .catch((error: unknown) => console.error('Parley: the position cannot be sent.', error));
    }
    this.#isSending = false;
  }
}
