import type {ReplyEvent} from '../../components/events.ts';
import type {Entry, PartView} from '../../protocol/entry.ts';

/** What the visitor made of messages that no conversation keeps: the memory of a transcript that stands alone. */
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

/** Which entry an event inside a transcript is about; to be asked while the event is under way. */
export function entryOf(event: Event): string | undefined {
  for (const target of event.composedPath()) if (target instanceof HTMLElement && target.dataset['entry']) return target.dataset['entry'];
  return undefined;
}

/** Tells what a reply from inside a transcript marks as chosen, once all have heard of it and nobody has cancelled it. */
export function whenAnswered(event: ReplyEvent, mark: (entry: string, change: PartView) => void): void {
  const entry = entryOf(event);
  if (entry === undefined) return;
  queueMicrotask(() => {
    if (!event.defaultPrevented) mark(entry, {[placeOf(event)]: {choice: event.choice}});
  });
}

/** Which group of its message a reply answers. */
export function placeOf({choice}: ReplyEvent): 'replies' | 'controls' {
  return choice.startsWith('quick_replies') ? 'replies' : 'controls';
}
