import type {Talk} from '../../conversation/talk.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Options} from '../options.ts';
import type {PacedHost, Pacing} from '../transcript/pacing.ts';

/** Paces bursts at reading speed; loaded if the page enables it. Until then nothing is held back. */
export class LatePacing {
  /** When the next message began to be written, in milliseconds since 1970; undefined while nothing is held back. */
  writing: number | undefined;
  #pacing: Pacing | undefined;
  #isLoading = false;

  constructor(private readonly host: PacedHost) {}

  /** The entries of a conversation that are due to be shown. */
  dueEntries(entries: readonly Entry[], {pacing}: Options, conversation: Talk | undefined): readonly Entry[] {
    this.writing = undefined;
    if (pacing === 'none') return entries;
    this.#load();
    const due = this.#pacing?.pass(entries, conversation);
    this.writing = this.#pacing?.writing;
    return due ?? entries;
  }

  #load(): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    import('../transcript/pacing.ts').then(
      ({Pacing}) => {
        this.#pacing = new Pacing(this.host);
        this.host.requestUpdate();
      },
      (cause: unknown) => console.warn('Parley: messages come at once, since what paces them could not be loaded.', cause),
    );
  }
}
