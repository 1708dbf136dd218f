import type {Labels} from '../../components/labels.ts';
import type {ConversationState} from '../../conversation/state.ts';
import type {MenuItem} from './menu-list.ts';

/** What a chat can do with its conversation. */
export interface ConversationActs {
  save(): void;
  restart(): void;
  end(): void;
}

/** What the menu offers: to save what was said, to begin anew, and to end what has not ended. */
export function choices({phase, entries}: ConversationState, labels: Labels, act: ConversationActs): readonly MenuItem[] {
  const save: MenuItem = {label: labels.save, icon: 'save', act: () => act.save()};
  const restart: MenuItem = {label: labels.restart, icon: 'again', act: () => act.restart()};
  const end: MenuItem = {label: labels.end, icon: 'power', danger: true, act: () => act.end()};
  return [...(entries.length ? [save] : []), restart, ...(phase === 'ended' ? [] : [end])];
}
