import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, rename, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {build, type OutputFile} from 'esbuild';
import type {Store, Watcher} from '../../../src/gateway/store/store.ts';
import type {StoreLocation} from './open-store.ts';
import type {Call, ProcessMessage} from './store-process.ts';

/** A child process that opens stores, one at a time. */
export interface StoreProcess {
  open(location: StoreLocation, clock?: {time: number}): Promise<Store>;
  /** Kills it with SIGKILL, as in a crash. */
  kill(): Promise<void>;
}

interface PendingCall {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

let program: Promise<string> | undefined;

/** @param execPath Node binary to run it with; the current one by default. */
export async function startStoreProcess(execPath = process.execPath): Promise<StoreProcess> {
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  // `advanced` serialization preserves `undefined`, which removes a property.
  const child = fork(await (program ??= bundleProgram()), {
    execPath,
    execArgv,
    serialization: 'advanced',
    env: {...process.env, NODE_OPTIONS: ''},
  });
  const connection = new StoreConnection(child);
  return {
    async open(location, clock) {
      connection.clock = clock;
      await connection.call('open', [location]);
      return remoteStore(connection);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Bundles the program of the process into one file, named by its hash, in a folder from which its packages resolve. */
async function bundleProgram(): Promise<string> {
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

class StoreConnection {
  readonly #pending = new Map<number, PendingCall>();
  readonly watchers = new Map<number, Watcher>();
  clock: {time: number} | undefined;
  #lastNumber = 0;

  constructor(private readonly child: ChildProcess) {
    child.on('message', (told: ProcessMessage) => this.#receive(told));
    child.on('exit', () => {
      for (const {reject} of this.#pending.values()) reject(new Error('the store process exited'));
    });
  }

  call(method: Call['method'], args: unknown[], watcher?: Watcher): Promise<unknown> {
    const number = ++this.#lastNumber;
    if (watcher) this.watchers.set(number, watcher);
    return new Promise((resolve, reject) => {
      this.#pending.set(number, {resolve: (value) => resolve(watcher ? number : value), reject});
      this.child.send({number, method, args, time: this.clock?.time} satisfies Call, (error) => error && reject(error));
    });
  }

  #receive(message: ProcessMessage): void {
    if ('watcher' in message) return this.watchers.get(message.watcher)?.(message.event);
    const {resolve, reject} = this.#pending.get(message.number)!;
    this.#pending.delete(message.number);
    if (message.error === undefined) resolve(message.value);
    else reject(new Error(message.error));
  }
}

function remoteStore(connection: StoreConnection): Store {
  const own = {
    async watch(id: string, watcher: Watcher) {
      const number = (await connection.call('watch', [id], withoutThrowing(watcher))) as number;
      return () => {
        connection.watchers.delete(number);
        void connection.call('unwatch', [number]);
      };
    },
  };
  const calls = forwardedMethods.map((name) => [name, (...args: unknown[]) => connection.call(name, args)]);
  return {...(Object.fromEntries(calls) as Store), ...own};
}

/** Methods forwarded unchanged to the store process. */
const forwardedMethods = [
  ...(['create', 'read', 'accept', 'apply', 'take', 'renew', 'finish'] as const),
  ...(['events', 'lastEvents', 'due', 'signal', 'spend', 'charge', 'remove', 'sweep', 'ping', 'close'] as const),
];

/** Swallows what the watcher throws, since it cannot propagate to the store in the other process. */
function withoutThrowing(watcher: Watcher): Watcher {
  return (event) => {
    try {
      watcher(event);
    } catch {
      // The store in the other process is not affected.
    }
  };
}
