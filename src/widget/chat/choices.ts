import type {Labels} from '../../components/labels.ts';
import {menuLabels} from '../../components/late-labels/menu.ts';
import type {ConversationState} from '../../conversation/state.ts';
import type {MenuItem} from './menu-list.ts';
import {readingSign} from './reader-signs.ts';

/** What a visitor can do with a chat and its conversation. */
export interface ConversationActs {
  /** Opens the reader's settings. */
  adjust(): void;
  save(): void;
  restart(): void;
  end(): void;
}

/** The menu's items: the reader's settings, save if there is something to save, restart, and end unless it has ended. */
export function choices({phase, entries}: ConversationState, chats: Labels, act: ConversationActs): readonly MenuItem[] {
  const labels = {...menuLabels, ...chats};
  const read: MenuItem = {label: labels.reader, icon: readingSign, act: () => act.adjust()};
  const save: MenuItem = {label: labels.save, icon: 'save', act: () => act.save()};
  const restart: MenuItem = {label: labels.restart, icon: 'again', act: () => act.restart()};
  const end: MenuItem = {label: labels.end, icon: 'power', danger: true, act: () => act.end()};
  return [read, ...(entries.length ? [save] : []), restart, ...(phase === 'ended' ? [] : [end])];
}
