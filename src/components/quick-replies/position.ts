import type {LocationMessage, QuickReply} from '../../protocol/message.ts';
import type {PartContext} from '../context.ts';
import {ReplyEvent} from '../events.ts';
import {sayOnce} from './once.ts';

/** Milliseconds to wait for the device to find its position. */
const patience = 20_000;

/**
 * Asks for the visitor's position and sends it. Sends nothing if that is refused or fails.
 *
 * @param tell Shows the visitor the state of the request.
 */
export async function sharePosition(
  chip: HTMLElement,
  tell: (words: string) => void,
  ...[reply, choice, context]: [reply: QuickReply, choice: string, context: PartContext]
): Promise<void> {
  if (chip.ariaBusy === 'true') return;
  const {labels} = context;
  const root = chip.getRootNode();
  chip.ariaBusy = 'true';
  tell(labels.position_asked);
  try {
    const {coords} = await position();
    tell('');
    // The group may have been answered in another way in the meantime, or have been removed from the document.
    const answered = chip.isConnected && chip.ariaDisabled === 'true';
    const from = chip.isConnected ? chip : root;
    if (!answered) sayOnce(chip.parentElement ?? chip, new ReplyEvent(messageOf(coords, reply), 'location', choice), from, context);
  } catch (error) {
    tell(isRefusal(error) ? labels.position_denied : labels.position_unavailable);
  } finally {
    chip.ariaBusy = null;
  }
}

function position(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(resolve, reject, {timeout: patience, maximumAge: 60_000}),
  );
}

function isRefusal(error: unknown): boolean {
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
