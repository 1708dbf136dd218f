/** What the visitor wants to do with an entry, other than answer the bot. */
export type Wish = 'retry' | 'discard' | 'stop' | 'start' | 'share-position' | 'rewind' | 'leave';

/** A wish, for the owner of the conversation; cancelling the event means that it was granted. Stays inside the chat. */
export class WishEvent extends Event {
  static readonly type = 'parley-wish';

  constructor(
    readonly wish: Wish,
    /** Id of the entry, if the wish is about one. */
    readonly entry = '',
  ) {
    super(WishEvent.type, {cancelable: true});
  }
}
