/** What the visitor can do in a transcript, other than answer the bot. */
export type TranscriptCommand = 'retry' | 'discard' | 'stop' | 'start' | 'share-position' | 'rewind' | 'leave';

/** A command, for the owner of the conversation; cancelling the event means that it was carried out. Stays inside the chat. */
export class TranscriptCommandEvent extends Event {
  static readonly type = 'parley-command';

  constructor(
    readonly command: TranscriptCommand,
    /** Id of the entry, if the command is about one. */
    readonly entry = '',
  ) {
    super(TranscriptCommandEvent.type, {cancelable: true});
  }
}
