import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {freePort} from '../../free-port.ts';

const program = join(import.meta.dirname, '../../../dist/gateway/serve.js');

export interface GatewayProcess {
  url: string;
  /** Its data folder. */
  folder: string;
  /** Its log, line by line. */
  log: string[];
  /** Sends it the signal, and resolves with the milliseconds until it exited. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<number>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  /** Kills it and deletes its data. */
  remove(): Promise<void>;
}

/** Further values of `gateway.json`. */
export type Settings = Readonly<Record<string, unknown>>;

/** Runs the built gateway in its own process, as in production. */
export async function gatewayProcess(settings: Settings): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-gateway-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = {publicUrl: url, secret: 'a secret of thirty-two characters', ...settings, listen: {host: '127.0.0.1', port}};
  writeFileSync(join(folder, 'gateway.json'), JSON.stringify(config));
  let child: ChildProcess | undefined;
  const gateway: GatewayProcess = {
    url,
    folder,
    log: [],
    async kill(signal) {
      const before = performance.now();
      if (child && child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      child = undefined;
      return performance.now() - before;
    },
    async start() {
      child = spawn(process.execPath, [program, '--config', join(folder, 'gateway.json')], {stdio: ['ignore', 'pipe', 'inherit']});
      const lines = createInterface({input: child.stdout!});
      lines.on('line', (line) => gateway.log.push(line));
      const died = once(child, 'exit').then(() => Promise.reject(new Error(`The gateway exited:\n${gateway.log.join('\n')}`)));
      died.catch(() => undefined);
      await Promise.race([died, whenReady(url)]);
    },
    async remove() {
      await gateway.kill('SIGKILL');
      rmSync(folder, {recursive: true, force: true});
    },
  };
  await gateway.start();
  return gateway;
}

async function whenReady(url: string): Promise<void> {
  for (let ok = false; !ok;) {
    ok = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (!ok) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
