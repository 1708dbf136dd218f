import {Busboy, type BusboyFileStream, type BusboyInstance} from '@fastify/busboy';
import {Problem} from '../problem.ts';

/** A form with one file while it is being read: what its parser reports, as promises. */
export class Form {
  readonly parser: BusboyInstance;
  /** The bytes of the part `file`. */
  readonly file: Promise<AsyncIterable<Uint8Array>>;
  /** Resolves after the form's last boundary. */
  readonly finished: Promise<void>;
  readonly fields = new Map<string, string>();
  /** The file's name. */
  name: string | undefined;
  /** Rejects if the form cannot be read any further. */
  reason: unknown;
  #stop: (reason: unknown) => void = () => {};
  #stream: BusboyFileStream | undefined;

  /** @throws {Problem} `bad_request` if it is not a form. */
  constructor(contentType: string | null) {
    this.parser = parserOf(contentType);
    const broken = new Promise<never>((_, reject) => (this.#stop = reject));
    const ended = new Promise<void>((resolve) => this.parser.once('finish', resolve));
    const started = new Promise<BusboyFileStream>((resolve) =>
      this.parser.once('file', (field, stream, name) => resolve(this.#onFile(field, stream, name))),
    );
    const missing = ended.then(() => Promise.reject(badRequest('the part "file" is missing')));
    this.finished = Promise.race([ended, broken]);
    this.file = Promise.race([started, missing, broken]);
    // Nobody may be waiting for them yet; `reason` is what counts then.
    for (const promise of [broken, missing, this.finished, this.file]) promise.catch(() => undefined);
    this.#listen();
  }

  /** Stops reading. */
  fail(reason: unknown): void {
    this.reason ??= reason;
    this.#stop(reason);
    this.close();
  }

  close(): void {
    this.#stream?.destroy(this.reason instanceof Error ? this.reason : undefined);
    this.parser.destroy();
  }

  #onFile(field: string, stream: BusboyFileStream, name: string | undefined): BusboyFileStream {
    this.#stream = stream;
    this.name = name;
    stream.on('error', () => undefined);
    if (field !== 'file') this.fail(badRequest('the file has to be in the part "file"'));
    return stream;
  }

  #listen(): void {
    const refuse = (detail: string, cause?: unknown): void => this.fail(badRequest(detail, cause));
    this.parser
      .on('field', (name, value, nameTruncated, valueTruncated) => {
        if (nameTruncated || valueTruncated) refuse('a field is too long');
        this.fields.set(name, value);
      })
      .on('partsLimit', () => refuse('there are too many parts'))
      .on('filesLimit', () => refuse('there is more than one file'))
      .on('fieldsLimit', () => refuse('there are too many fields'))
      .on('error', (cause) => refuse('the form is cut or malformed', cause));
  }
}

function parserOf(contentType: string | null): BusboyInstance {
  if (!/^multipart\/form-data\s*;/i.test(contentType ?? '')) throw badRequest('a file is sent as multipart/form-data');
  try {
    return new Busboy({
      headers: {'content-type': contentType!},
      // Some clients send the file without a name.
      isPartAFile: (field, _, name) => field === 'file' || name !== undefined,
      limits: {files: 1, fields: 8, parts: 9, fieldSize: 4096, headerPairs: 20, headerSize: 16_384},
    });
  } catch (cause) {
    throw badRequest('the form has no boundary', cause);
  }
}

function badRequest(detail: string, cause?: unknown): Problem {
  return new Problem('bad_request', {detail, cause});
}
