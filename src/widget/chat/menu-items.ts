import type {Labels} from '../../components/labels.ts';
import {menuLabels} from '../../components/late-labels/menu.ts';
import type {ConversationState} from '../../conversation/state.ts';
import type {MenuItem} from './menu-list.ts';
import {textSizeIcon} from './settings-icons.ts';

/** What a visitor can do with a chat and its conversation. */
export interface MenuCommands {
  /** Opens the display settings. */
  openSettings(): void;
  save(): void;
  restart(): void;
  end(): void;
}

/** The menu's items: display settings, save if there is something to save, restart, and end unless it has ended. */
export function menuItems({phase, entries}: ConversationState, chatLabels: Labels, commands: MenuCommands): readonly MenuItem[] {
  const labels = {...menuLabels, ...chatLabels};
  const settings: MenuItem = {label: labels.reader, icon: textSizeIcon, run: () => commands.openSettings()};
  const save: MenuItem = {label: labels.save, icon: 'save', run: () => commands.save()};
  const restart: MenuItem = {label: labels.restart, icon: 'again', run: () => commands.restart()};
  const end: MenuItem = {label: labels.end, icon: 'power', danger: true, run: () => commands.end()};
  return [settings, ...(entries.length ? [save] : []), restart, ...(phase === 'ended' ? [] : [end])];
}
