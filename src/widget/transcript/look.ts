import type {PartView} from '../../protocol/entry.ts';

/** A change of a message's view, to be stored by the owner of the conversation. Stays inside the chat. */
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
