import type {BotEntry, Entry} from '../protocol/entry.ts';
import type {Attachment, BotMessage} from '../protocol/message.ts';
import {isIncoming} from './entries.ts';

/**
 * What the other side has said in the current conversation, indexed by id, to recognise repetitions. Messages of an earlier conversation and
 * folded ones do not count: a restarted or rewound conversation may well repeat the same messages.
 */
export class MessageIndex {
  #entries: readonly Entry[] = [];
  readonly #byEvent = new Map<string | undefined, BotEntry>();
  readonly #byId = new Map<string | undefined, BotEntry>();
  readonly #refs = new Set<string>();

  /** Updates the index to these entries. If the conversation merely went on, only the new ones are read. */
  update(entries: readonly Entry[]): this {
    const previous = this.#entries;
    if (entries === previous) return this;
    const isExtended = previous.every(
      (entry, index) => entry === entries[index] || (entry.from === 'visitor' && entries[index]?.from === 'visitor'),
    );
    if (!isExtended) this.#clear();
    for (const entry of isExtended ? entries.slice(previous.length) : entries) this.#add(entry);
    this.#entries = entries;
    return this;
  }

  /** The entry of a message that was received before. @param event Id of the event that brought it. */
  find(message: BotMessage, event: string | undefined): BotEntry | undefined {
    return this.#byEvent.get(event) ?? this.#byId.get(idOf(message));
  }

  /** The part of a message that is new: all of it, some of its attachments, or nothing. */
  newPartOf(message: BotMessage, event: string | undefined): BotMessage | undefined {
    if (this.find(message, event)) return undefined;
    const isNew = ({meta}: Attachment) => meta.ref === undefined || !this.#refs.has(meta.ref);
    if (message.type === 'attachment') return isNew(message) ? message : undefined;
    if (message.type !== 'multi-attachment' || message.attachments.every(isNew)) return message;
    const attachments = message.attachments.filter(isNew);
    return attachments.length ? {...message, attachments} : undefined;
  }

  #add(entry: Entry): void {
    if (entry.from === 'system' && entry.notice === 'started_again') this.#clear();
    if (!isIncoming(entry) || entry.folded) return;
    const {event, message} = entry;
    const id = idOf(message);
    if (event !== undefined) this.#byEvent.set(event, entry);
    if (id !== undefined) this.#byId.set(id, entry);
    for (const {meta} of attachmentsOf(message)) if (meta.ref !== undefined) this.#refs.add(meta.ref);
  }

  #clear(): void {
    this.#byEvent.clear();
    this.#byId.clear();
    this.#refs.clear();
  }
}

/** The id the sender gave a message, under either of the names in use. */
export function idOf(message: BotMessage): string | undefined {
  if (message.id !== undefined) return message.id;
  const {_id: id} = message.type === 'unknown' ? message.original : {_id: message.extra?._id};
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function attachmentsOf(message: BotMessage): readonly Attachment[] {
  if (message.type === 'attachment') return [message];
  return message.type === 'multi-attachment' ? message.attachments : [];
}
