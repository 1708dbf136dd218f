import type {PartView} from '../../protocol/entry.ts';

/** What the visitor did with a message, to be stored by the owner of the conversation. Stays inside the chat. */
export class ViewChangeEvent extends Event {
  static readonly type = 'parley-view-change';

  constructor(
    /** Id of the entry. */
    readonly entry: string,
    readonly change: PartView,
  ) {
    super(ViewChangeEvent.type);
  }
}
