import {type Corner, make} from './corner.ts';

/** What is said where the words of the visitor's language cannot be loaded either. */
export const sorry = 'The chat could not be loaded. Try again.';

/** Says beside the launcher that the chat could not be loaded, in place of what was said before. */
export function apologise({dock}: Corner, words = sorry): void {
  dock.querySelector('p')?.remove();
  dock.prepend(make('p', {role: 'alert'}, words));
}
