import {type Corner, make} from './corner.ts';

/** Says beside the launcher that the chat could not be loaded, in place of what was said before. */
export function apologise({dock}: Corner, words = 'The chat could not be loaded. Try again.'): void {
  dock.querySelector('p')?.remove();
  dock.prepend(make('p', {role: 'alert'}, words));
}
