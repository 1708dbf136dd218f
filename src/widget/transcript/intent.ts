/** What the visitor can ask for at an entry, other than answering the bot. */
export type Wish = 'retry' | 'discard' | 'stop' | 'start' | 'share-position' | 'rewind' | 'leave';

/** A wish, sent to the owner of the conversation, who cancels it to say that it was granted. Stays inside the chat. */
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
