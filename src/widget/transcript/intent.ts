/** What somebody wants of an entry that is not the bot's business. */
export type Wish = 'retry' | 'discard' | 'stop' | 'start' | 'share-position' | 'rewind' | 'leave';

/** A wish, told to whoever holds the conversation; cancelling it says that it was granted. Stays inside the chat. */
export class WishEvent extends Event {
  static readonly type = 'parley-wish';

  constructor(
    readonly wish: Wish,
    /** Id of the entry, where it is about one. */
    readonly entry = '',
  ) {
    super(WishEvent.type, {cancelable: true});
  }
}
