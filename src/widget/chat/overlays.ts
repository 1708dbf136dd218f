import {menuItems} from './menu-items.ts';
import {Confirmation} from './confirmation.ts';
import {menuList} from './menu-list.ts';
import {overlayStyles} from './overlay.styles.ts';
import {SettingsSheet} from './settings-sheet.ts';
import {SaveSheet} from './save-sheet.ts';

/** What can be opened on top of a chat: the menu, and the dialogs that its items lead to. */
export const overlays = {menuItems, Confirmation, menuList, overlayStyles, SettingsSheet, SaveSheet};

export type Overlays = typeof overlays;
