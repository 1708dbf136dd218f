import type {Labels} from '../../components/labels.ts';
import type {ConversationState} from '../../conversation/state.ts';
import type {MenuItem} from './menu.ts';

/** What the menu offers: to begin anew, and to end what has not ended. */
export function choices({phase}: ConversationState, labels: Labels, act: {restart(): void; end(): void}): readonly MenuItem[] {
  const restart: MenuItem = {label: labels.restart, icon: 'again', act: () => act.restart()};
  const end: MenuItem = {label: labels.end, icon: 'power', danger: true, act: () => act.end()};
  return phase === 'ended' ? [restart] : [restart, end];
}
