/** The reader has reached the end. Stays inside the chat. */
export class ReadEvent extends Event {
  static readonly type = 'parley-read';

  constructor(
    /** Id of the last entry. */
    readonly entry: string,
  ) {
    super(ReadEvent.type);
  }
}
