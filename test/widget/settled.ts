import type {ParleyChat} from '../../src/widget/chat.ts';
import {pause} from '../components/until.ts';

/** Waits until a chat has processed and rendered its latest changes. */
export async function settled(chat: ParleyChat): Promise<void> {
  await chat.prepared;
  for (let round = 0; round < 6; round++) {
    await pause(5);
    await chat.updateComplete;
  }
}

/** Whether these words are in session storage, for the next page of this tab. */
export const isStored = (words: string): boolean => Object.values<string>(sessionStorage).join().includes(words);

/** The focused element, across shadow roots. */
export function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}
