import {choices} from './choices.ts';
import {Confirmation} from './confirmation.ts';
import {menuList} from './menu-list.ts';
import {overlayStyles} from './overlay.styles.ts';
import {ReaderSheet} from './reader-sheet.ts';
import {Saving} from './saving.ts';

/** What lies over a chat when it is asked for: the menu, and the questions and ways its rows lead to. */
export const overlays = {choices, Confirmation, menuList, overlayStyles, ReaderSheet, Saving};

export type Overlays = typeof overlays;
