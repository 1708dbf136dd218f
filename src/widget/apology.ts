import {type Corner, make} from './corner.ts';

/** The message if the labels of the visitor's language cannot be loaded either. */
export const sorry = 'The chat could not be loaded. Try again.';

/** Says next to the launcher that the chat could not be loaded, replacing any earlier message. */
export function apologise({dock}: Corner, words = sorry): void {
  dock.querySelector('p')?.remove();
  dock.prepend(make('p', {role: 'alert'}, words));
}
