import type {Talk} from '../../conversation/talk.ts';
import type {Entry} from '../../protocol/entry.ts';
import type {Options} from '../options.ts';
import type {PacedHost, Pacing} from '../transcript/pacing.ts';

/** Bursts at reading speed, loaded where the page wants that. Until it is there nothing is held back. */
export class LatePacing {
  /** When what is written next was begun, milliseconds since 1970; undefined while nothing is held back. */
  writing: number | undefined;
  #pacing: Pacing | undefined;
  #isExpected = false;

  constructor(private readonly host: PacedHost) {}

  /** Those of a conversation's entries whose time has come. */
  of(entries: readonly Entry[], {pacing}: Options, conversation: Talk | undefined): readonly Entry[] {
    this.writing = undefined;
    if (pacing === 'none') return entries;
    this.#expect();
    const passed = this.#pacing?.pass(entries, conversation);
    this.writing = this.#pacing?.writing;
    return passed ?? entries;
  }

  #expect(): void {
    if (this.#isExpected) return;
    this.#isExpected = true;
    import('../transcript/pacing.ts').then(
      ({Pacing}) => {
        this.#pacing = new Pacing(this.host);
        this.host.requestUpdate();
      },
      (cause: unknown) => console.warn('Parley: messages come at once, since what paces them could not be loaded.', cause),
    );
  }
}
