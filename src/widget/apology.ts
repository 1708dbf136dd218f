import {type Corner, make} from './corner.ts';

/** Shown if the visitor's language cannot be loaded either. */
export const sorry = 'The chat could not be loaded. Try again.';

/** Says beside the launcher that the chat could not be loaded, replacing an earlier message. */
export function apologise({dock}: Corner, words = sorry): void {
  dock.querySelector('p')?.remove();
  dock.prepend(make('p', {role: 'alert'}, words));
}
