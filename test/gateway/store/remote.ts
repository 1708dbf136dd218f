import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, rename, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build, type OutputFile} from 'esbuild';
import type {Store, Watcher} from '../../../src/gateway/store/store.ts';
import type {Opening} from './opening.ts';
import type {Call, Told} from './store-process.ts';

/** A child process that opens stores, one at a time. */
export interface StoreProcess {
  open(opening: Opening, clock?: {time: number}): Promise<Store>;
  /** Kills it with SIGKILL, as in a crash. */
  kill(): Promise<void>;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

let program: Promise<string> | undefined;

/** @param execPath Node binary to run it with; the current one by default. */
export async function startProcess(execPath = process.execPath): Promise<StoreProcess> {
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  // `advanced` serialization preserves `undefined`, which removes a property.
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

/** Bundles the program of the process into one file, named by its hash, in a folder from which its packages resolve. */
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
      for (const {reject} of this.#waiting.values()) reject(new Error('the store process exited'));
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

/** Methods forwarded unchanged to the store process. */
const passedOn = [
  ...(['create', 'read', 'accept', 'apply', 'take', 'renew', 'finish'] as const),
  ...(['events', 'lastEvents', 'due', 'signal', 'spend', 'charge', 'remove', 'sweep', 'ping', 'close'] as const),
];

/** Swallows what the watcher throws, since it cannot propagate to the store in the other process. */
function guarded(watcher: Watcher): Watcher {
  return (event) => {
    try {
      watcher(event);
    } catch {
      // The store in the other process is not affected.
    }
  };
}
