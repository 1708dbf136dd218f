import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {build} from 'esbuild';

const cache = new URL('../../node_modules/.cache/', import.meta.url).pathname;

/** `parley-gateway` compiled to JavaScript, and a folder for configurations. */
export interface BuiltGateway {
  folder: string;
  script: string;
  remove(): Promise<void>;
}

/** Bundles the gateway from its sources with its dependencies external, as in the published package. */
export async function buildGateway(): Promise<BuiltGateway> {
  await mkdir(cache, {recursive: true});
  const folder = await mkdtemp(join(cache, 'parley-gateway-'));
  await build({
    entryPoints: {serve: new URL('../../src/gateway/serve.ts', import.meta.url).pathname},
    outdir: join(folder, 'app'),
    outExtension: {'.js': '.mjs'},
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  return {folder, script: join(folder, 'app/serve.mjs'), remove: () => rm(folder, {recursive: true, force: true})};
}

/** A gateway process and its captured output. */
export class GatewayProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<number | null>;
  #stdout = '';
  #stderr = '';

  constructor({script, folder}: BuiltGateway, args: readonly string[], environment: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [script, ...args], {cwd: folder, env: {PATH: process.env['PATH'], ...environment}});
    this.child.stdout.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.child.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.#exit = once(this.child, 'close').then(([code]) => code as number | null);
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** The parsed log entries. @throws If a line is not JSON. */
  get log(): Record<string, unknown>[] {
    return this.#stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Resolves once `/readyz` reports that it is ready. */
  async untilReady(url: string): Promise<void> {
    for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 25))) {
      if (this.child.exitCode !== null) break;
      if (
        await fetch(`${url}/readyz`).then(
          ({ok}) => ok,
          () => false,
        )
      )
        return;
    }
    throw new Error(`The gateway did not start:\n${this.#stderr}${this.#stdout}`);
  }

  exited(): Promise<number | null> {
    return this.#exit;
  }

  /** Kills it with SIGKILL, so that it cannot clean up. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#exit;
  }
}

/** A free port whose successor is free, too. */
export async function freePort(): Promise<number> {
  for (;;) {
    const [one, two] = [createServer(), createServer()];
    one.listen(0, '127.0.0.1');
    await once(one, 'listening');
    const {port} = one.address() as {port: number};
    const both = await new Promise<boolean>((resolve) =>
      two.once('error', () => resolve(false)).listen(port + 1, '127.0.0.1', () => resolve(true)),
    );
    await Promise.all([one, two].map((server) => new Promise((resolve) => server.close(resolve))));
    if (both) return port;
  }
}

export async function writeConfig(folder: string, name: string, config: unknown): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), {recursive: true});
  await writeFile(path, typeof config === 'string' ? config : JSON.stringify(config));
  return path;
}
