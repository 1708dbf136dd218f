import type {Sqlite} from './driver.ts';

interface Step {
  run: () => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

export interface BatchesOptions {
  /** Called after each step, before its promise settles. */
  onCommit: () => void;
  /** Undoes what a failed step recorded outside of the database, back to a `mark`. */
  mark: () => () => void;
}

/** Most steps in one transaction, so that the event loop is not blocked for long. */
const maxSteps = 200;

/**
 * Runs everything requested within one turn of the event loop in one transaction: each step is atomic by itself, and the disk is
 * waited for once. A step's promise resolves when it is on disk.
 */
export class Batches {
  readonly #queue: Step[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #isClosed = false;

  constructor(
    private readonly db: Sqlite,
    private readonly options: BatchesOptions,
  ) {}

  run<T>(step: () => T): Promise<T> {
    if (this.#isClosed) return Promise.reject(new Error('The store is closed.'));
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({run: step, resolve, reject});
      this.#scheduled ??= setImmediate(() => this.#write());
    });
  }

  /** Writes what is pending, then accepts nothing more. */
  close(): void {
    this.#isClosed = true;
    while (this.#queue.length) this.#write();
    clearImmediate(this.#scheduled);
  }

  #write(): void {
    const steps = this.#queue.splice(0, maxSteps);
    this.#scheduled = this.#queue.length ? setImmediate(() => this.#write()) : undefined;
    const undo = this.options.mark();
    let endings: (() => void)[];
    try {
      this.db.exec('BEGIN IMMEDIATE');
      endings = steps.map((step) => this.#runStep(step));
      this.db.exec('COMMIT');
    } catch (error) {
      undo();
      this.#rollBack();
      for (const {reject} of steps) reject(error);
      return;
    }
    this.options.onCommit();
    for (const end of endings) end();
  }

  /** How the step's promise will settle, once everything is on disk. */
  #runStep({run, resolve, reject}: Step): () => void {
    const undo = this.options.mark();
    this.db.exec('SAVEPOINT step');
    try {
      const value = run() as never;
      this.db.exec('RELEASE step');
      return () => resolve(value);
    } catch (error) {
      undo();
      this.db.exec('ROLLBACK TO step');
      this.db.exec('RELEASE step');
      return () => reject(error);
    }
  }

  #rollBack(): void {
    try {
      this.db.exec('ROLLBACK');
    } catch {
      // It had not begun, or SQLite has already rolled it back.
    }
  }
}
