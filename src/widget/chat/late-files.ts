import type {ReactiveControllerHost} from 'lit';
import type {ChatSession} from './chat-session.ts';
import type {DropZoneOptions} from './drop-zone.ts';
import type {Files} from './files.ts';

/** Loads the code for files if they can be sent: a chat that talks to a bot directly does without. */
export class LateFiles {
  #files: Files | undefined;
  #loading: Promise<Files> | undefined;
  #isPreloading = false;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly session: ChatSession,
    private readonly dropZoneOptions: DropZoneOptions,
  ) {}

  /** Undefined until they are loaded. */
  get loaded(): Files | undefined {
    return this.#files;
  }

  /** Loads them ahead of use, once. */
  preload(): void {
    if (this.#isPreloading) return;
    this.#isPreloading = true;
    this.load().catch((cause: unknown) => console.warn('Parley: what sends files could not be loaded yet.', cause));
  }

  /** Rejects if the network fails; the next call then tries again. */
  async load(): Promise<Files> {
    if (this.#files) return this.#files;
    return (this.#loading ??= this.#create().finally(() => (this.#loading = undefined)));
  }

  async #create(): Promise<Files> {
    const {Files} = await import('./files.ts');
    this.host.shadowRoot!.adoptedStyleSheets.push(Files.styles.styleSheet!);
    this.#files = new Files(this.host, this.session, this.dropZoneOptions);
    this.host.requestUpdate();
    return this.#files;
  }
}
