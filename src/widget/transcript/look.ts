import type {PartView} from '../../protocol/entry.ts';

/** What the visitor made of a message: to be kept by whoever keeps the conversation. Stays inside the chat. */
export class LookEvent extends Event {
  static readonly type = 'parley-look';

  constructor(
    /** Id of the entry. */
    readonly entry: string,
    readonly change: PartView,
  ) {
    super(LookEvent.type);
  }
}
