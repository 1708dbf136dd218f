import type {ReplyEvent} from '../../components/events.ts';
import type {Entry, PartView} from '../../protocol/entry.ts';

/** The view of each message in a stand-alone transcript, which no conversation stores. */
export class PartViews {
  readonly #views = new Map<string, PartView>();

  set(id: string, change: PartView): void {
    this.#views.set(id, {...this.#views.get(id), ...change});
  }

  /** The entries with their views applied. */
  apply(entries: readonly Entry[]): readonly Entry[] {
    if (!this.#views.size) return entries;
    return entries.map((entry) => {
      const view = this.#views.get(entry.id);
      return view && (entry.from === 'bot' || entry.from === 'agent') ? {...entry, view: {...entry.view, ...view}} : entry;
    });
  }
}

/** The id of the entry that an event comes from; must be called during the dispatch. */
export function entryIdOf(event: Event): string | undefined {
  for (const target of event.composedPath()) if (target instanceof HTMLElement && target.dataset['entry']) return target.dataset['entry'];
  return undefined;
}

/** Reports what a reply marks as chosen, after the dispatch and unless somebody cancelled it. */
export function afterReply(event: ReplyEvent, mark: (id: string, change: PartView) => void): void {
  const id = entryIdOf(event);
  if (id === undefined) return;
  queueMicrotask(() => {
    if (!event.defaultPrevented) mark(id, {[groupOf(event)]: {choice: event.choice}});
  });
}

/** The group of controls that a reply belongs to. */
export function groupOf({choice}: ReplyEvent): 'replies' | 'controls' {
  return choice.startsWith('quick_replies') ? 'replies' : 'controls';
}
