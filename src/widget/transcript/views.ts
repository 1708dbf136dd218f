import type {ReplyEvent} from '../../components/events.ts';
import type {Entry, PartView} from '../../protocol/entry.ts';

/** The views of messages in a stand-alone transcript, where no conversation stores them. */
export class Views {
  readonly #views = new Map<string, PartView>();

  keep(id: string, change: PartView): void {
    this.#views.set(id, {...this.#views.get(id), ...change});
  }

  /** The entries with what was made of them. */
  on(entries: readonly Entry[]): readonly Entry[] {
    if (!this.#views.size) return entries;
    return entries.map((entry) => {
      const view = this.#views.get(entry.id);
      return view && (entry.from === 'bot' || entry.from === 'agent') ? {...entry, view: {...entry.view, ...view}} : entry;
    });
  }
}

/** The entry that an event inside a transcript is about. To be called during the dispatch. */
export function entryOf(event: Event): string | undefined {
  for (const target of event.composedPath()) if (target instanceof HTMLElement && target.dataset['entry']) return target.dataset['entry'];
  return undefined;
}

/** Reports what a reply marks as chosen, once its dispatch is over and nobody has cancelled it. */
export function whenAnswered(event: ReplyEvent, mark: (entry: string, change: PartView) => void): void {
  const entry = entryOf(event);
  if (entry === undefined) return;
  queueMicrotask(() => {
    if (!event.defaultPrevented) mark(entry, {[placeOf(event)]: {choice: event.choice}});
  });
}

/** The group of controls that a reply answers. */
export function placeOf({choice}: ReplyEvent): 'replies' | 'controls' {
  return choice.startsWith('quick_replies') ? 'replies' : 'controls';
}
