import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, rename, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build, type OutputFile} from 'esbuild';
import type {Store, Watcher} from '../../../src/gateway/store/store.ts';
import type {Opening} from './opening.ts';
import type {Call, Told} from './store-process.ts';

/** A process that opens stores, one after the other. */
export interface StoreProcess {
  open(opening: Opening, clock?: {time: number}): Promise<Store>;
  /** Ends it as a crash would: kill -9. */
  kill(): Promise<void>;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

let program: Promise<string> | undefined;

/** @param execPath Of the Node that runs it; this one by default. */
export async function startProcess(execPath = process.execPath): Promise<StoreProcess> {
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  // `advanced` carries `undefined`, which takes a property away.
  const child = fork(await (program ??= bundled()), {
    execPath,
    execArgv,
    serialization: 'advanced',
    env: {...process.env, NODE_OPTIONS: ''},
  });
  const wire = new Wire(child);
  return {
    async open(opening, clock) {
      wire.clock = clock;
      await wire.call('open', [opening]);
      return storeOver(wire);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Path of the process's program as one file, beside the packages it imports; the same for the same sources. */
async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('./store-process.ts', import.meta.url));
  const {outputFiles} = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const [{hash, contents}] = outputFiles as [OutputFile];
  const name = hash.replaceAll(/\W/g, '');
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));
  const path = `${folder}store-process-${name}.mjs`;
  await mkdir(folder, {recursive: true});
  await writeFile(`${path}.${process.pid}`, contents);
  await rename(`${path}.${process.pid}`, path);
  return path;
}

class Wire {
  readonly #waiting = new Map<number, Waiting>();
  readonly watchers = new Map<number, Watcher>();
  clock: {time: number} | undefined;
  #last = 0;

  constructor(private readonly child: ChildProcess) {
    child.on('message', (told: Told) => this.#hear(told));
    child.on('exit', () => {
      for (const {reject} of this.#waiting.values()) reject(new Error('the process of the store died'));
    });
  }

  call(method: Call['method'], args: unknown[], watcher?: Watcher): Promise<unknown> {
    const number = ++this.#last;
    if (watcher) this.watchers.set(number, watcher);
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, {resolve: (value) => resolve(watcher ? number : value), reject});
      this.child.send({number, method, args, time: this.clock?.time} satisfies Call, (error) => error && reject(error));
    });
  }

  #hear(told: Told): void {
    if ('watcher' in told) return this.watchers.get(told.watcher)?.(told.event);
    const {resolve, reject} = this.#waiting.get(told.number)!;
    this.#waiting.delete(told.number);
    if (told.error === undefined) resolve(told.value);
    else reject(new Error(told.error));
  }
}

function storeOver(wire: Wire): Store {
  const own = {
    async watch(id: string, watcher: Watcher) {
      const number = (await wire.call('watch', [id], guarded(watcher))) as number;
      return () => {
        wire.watchers.delete(number);
        void wire.call('unwatch', [number]);
      };
    },
  };
  const calls = passedOn.map((name) => [name, (...args: unknown[]) => wire.call(name, args)]);
  return {...(Object.fromEntries(calls) as Store), ...own};
}

/** Methods that are asked there as they are asked here. */
const passedOn = [
  ...(['create', 'read', 'accept', 'apply', 'take', 'renew', 'finish'] as const),
  ...(['events', 'lastEvents', 'due', 'signal', 'spend', 'charge', 'remove', 'sweep', 'ping', 'close'] as const),
];

/** What a watcher throws here never gets to the store there. */
function guarded(watcher: Watcher): Watcher {
  return (event) => {
    try {
      watcher(event);
    } catch {
      // The store there has shown what it does with it.
    }
  };
}
