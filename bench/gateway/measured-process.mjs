import {fork} from 'node:child_process';
import {resolve} from 'node:path';

const probe = new URL('probe.mjs', import.meta.url).href;

/** A child process whose CPU and memory are measured separately. */
export class MeasuredProcess {
  #child;
  #asked = new Map();
  #ids = 0;
  #heard = '';
  #listening;

  /** @param script Its path, absolute or relative to this folder. */
  constructor(script, args = [], flags = []) {
    const path = resolve(import.meta.dirname, script);
    const execArgv = ['--expose-gc', '--import', probe, ...flags];
    const child = (this.#child = fork(path, args, {execArgv, stdio: ['ignore', 'pipe', 'inherit', 'ipc']}));
    child.on('message', ({id, answer, error}) => {
      const {resolve, reject} = this.#asked.get(id);
      this.#asked.delete(id);
      if (error === undefined) resolve(answer);
      else reject(new Error(error));
    });
    const over = new Promise((_, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`${script} exited unexpectedly: ${signal ?? code}`)));
    });
    over.catch((error) => {
      for (const {reject} of this.#asked.values()) reject(error);
    });
    const port = new Promise((resolve) => child.stdout.setEncoding('utf8').on('data', (text) => this.#hear(text, resolve)));
    this.#listening = Promise.race([port, over]);
    this.#listening.catch(() => {});
  }

  /** Its port on this machine, once it listens. */
  get listening() {
    return this.#listening;
  }

  /** Sends a request by name; see probe.mjs and client.mjs. */
  ask(name, given) {
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, {resolve, reject});
      this.#child.send({id, ask: name, given}, (error) => error && reject(error));
    });
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const last = setTimeout(() => this.#child.kill('SIGKILL'), 12_000);
    await gone;
    clearTimeout(last);
  }

  /** Reads its log lines: one has the port, and others report what went wrong. */
  #hear(text, listening) {
    const lines = (this.#heard + text).split('\n');
    this.#heard = lines.pop();
    for (const line of lines) {
      const {what, port, level} = JSON.parse(line);
      if (what === 'listening') listening(port);
      else if (level === 'warn' || level === 'error') process.stderr.write(`${line}\n`);
    }
  }
}
