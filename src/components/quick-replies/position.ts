import type {LocationMessage, QuickReply} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {ReplyEvent} from '../events.ts';
import {replyOnce} from './reply-once.ts';

/** Milliseconds to wait for the device to find its position. */
const positionTimeout = 20_000;

/**
 * Asks for the visitor's position and sends it. Sends nothing if that is refused or fails.
 *
 * @param showStatus Shows the visitor the state of the request.
 */
export async function sharePosition(
  chip: HTMLElement,
  showStatus: (words: string) => void,
  ...[reply, choice, context]: [reply: QuickReply, choice: string, context: PartContext]
): Promise<void> {
  if (chip.ariaBusy === 'true') return;
  const {labels} = context;
  const root = chip.getRootNode();
  chip.ariaBusy = 'true';
  showStatus(labels.position_asked);
  try {
    const {coords} = await position();
    showStatus('');
    // The group may have been answered in another way in the meantime, or have been removed from the document.
    const isAnswered = chip.isConnected && chip.ariaDisabled === 'true';
    const target = chip.isConnected ? chip : root;
    if (!isAnswered) replyOnce(chip.parentElement ?? chip, new ReplyEvent(messageOf(coords, reply), 'location', choice), target, context);
  } catch (error) {
    showStatus(isDenied(error) ? labels.position_denied : labels.position_unavailable);
  } finally {
    chip.ariaBusy = null;
  }
}

function position(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(resolve, reject, {timeout: positionTimeout, maximumAge: 60_000}),
  );
}

function isDenied(error: unknown): boolean {
  // `PERMISSION_DENIED`. The constant is not used, since not every browser has the class as a global.
  return (error as Partial<GeolocationPositionError> | null)?.code === 1;
}

function messageOf({latitude, longitude, accuracy, altitude, speed}: GeolocationCoordinates, {payload}: QuickReply): LocationMessage {
  return {
    code: 'message',
    type: 'location',
    latitude,
    longitude,
    accuracy,
    ...(isNumber(altitude) && {altitude}),
    ...(isNumber(speed) && {speed}),
    ...(payload !== undefined && {payload: String(payload)}),
  };
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
