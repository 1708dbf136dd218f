import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {findRedis} from '../../../scripts/test-servers.mjs';
import {freePort} from '../../free-port.ts';

/** A real Redis on a free port that syncs every write to disk before it answers. */
export class RedisServer {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'parley-redis-')));
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, or restarts it with the data it had written. */
  async start(): Promise<void> {
    const settings = {port: this.port, bind: '127.0.0.1', dir: this.folder, appendonly: 'yes', appendfsync: 'always', save: ''};
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn(findRedis()!, args, {stdio: ['ignore', 'pipe', 'inherit']});
    this.#process = child;
    for await (const line of child.stdout) if (String(line).includes('Ready to accept connections')) break;
  }

  /** Kills it with SIGKILL, as in a crash. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, {recursive: true});
  }
}
