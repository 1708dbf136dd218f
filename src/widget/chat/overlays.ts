import {choices} from './choices.ts';
import {Confirmation} from './confirmation.ts';
import {menuList} from './menu-list.ts';
import {overlayStyles} from './overlay.styles.ts';
import {ReaderSheet} from './reader-sheet.ts';
import {Saving} from './saving.ts';

/** What can be opened on top of a chat: the menu, and the dialogs that its items lead to. */
export const overlays = {choices, Confirmation, menuList, overlayStyles, ReaderSheet, Saving};

export type Overlays = typeof overlays;
