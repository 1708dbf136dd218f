import type {PartView} from '../../protocol/entry.ts';

/** What the visitor did with a message, to be stored by the owner of the conversation. Stays inside the chat. */
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
