import {setMaxListeners} from 'node:events';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createGateway, DirectoryFiles, type Gateway, openSqliteStore} from '../../src/gateway/index.ts';
import type {Store} from '../../src/gateway/store/store.ts';
import type {StoredEvent} from '../../src/gateway/stored.ts';
import {type KillPoint, GatewayProcess, type AcceptAttempt} from './gateway-process.ts';
import type {SimulatedBot} from './simulated-bot.ts';

/** What happens to the process of the gateway; times in milliseconds. */
export type ProcessFault =
  /** It dies, and another one starts over the same file after `down`. */
  | {do: 'killed'; fuse: KillPoint; down: number}
  /** It shuts down gracefully. */
  | {do: 'closed'; down: number}
  /** It is suspended while another one takes over, then resumes what it was doing. */
  | {do: 'frozen'; ms: number};

interface RunningProcess {
  gateway: Gateway;
  life: GatewayProcess;
  /** Aborted when its connections break. */
  connections: AbortController;
}

/** The response of a gateway, which breaks off with its connection. */
export interface ServedResponse {
  response: Response;
  connection: AbortSignal;
}

export const shop = 'https://shop.example';
export const publicUrl = 'https://chat.example';

/** Milliseconds for which a gateway that shuts down waits for pending turns. */
const grace = 2_000;
/** Milliseconds for which a thawed process keeps running beside its successor. */
const overlap = 20_000;
/** In memory if possible: a process that dies loses nothing it wrote to a file, so a real disk would add nothing but time. */
const tempFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Hosts a gateway: one process after another over the same SQLite file. */
export class GatewayHost {
  /** Every conversation that was created, in order. */
  readonly created = new Set<string>();
  /** Every message that was to be accepted, with its outcome. */
  readonly attempts: AcceptAttempt[] = [];
  #running: RunningProcess | undefined;
  #hasStarted = false;

  private constructor(
    private readonly folder: string,
    private readonly bot: SimulatedBot,
    private readonly stores: readonly Store[],
    private readonly spare: Store[] = [...stores],
  ) {}

  /** @param processes How many there will be. Each has its file opened in advance, since that takes real time. */
  static async open(bot: SimulatedBot, processes: number): Promise<GatewayHost> {
    const folder = mkdtempSync(join(tempFolder, 'parley-life-'));
    const stores: Store[] = [];
    for (let count = 0; count <= processes; count++) {
      stores.push(await openSqliteStore(join(folder, 'chat.db'), {now: () => Date.now(), poll: 1_000}));
    }
    return new GatewayHost(folder, bot, stores);
  }

  /** @throws {TypeError} like `fetch` if no process is running, or if it dies during the request. */
  async fetch(request: Request): Promise<ServedResponse> {
    if (!this.#hasStarted) this.#start();
    const current = this.#running;
    if (!current) throw new TypeError('fetch failed: no process is running');
    const connection = current.connections.signal;
    return new Promise((resolve, reject) => {
      const broken = (): void => reject(new TypeError('fetch failed: the connection broke'));
      if (connection.aborted) broken();
      connection.addEventListener('abort', broken, {once: true});
      current.gateway
        .fetch(request, {address: '203.0.113.7'})
        .then((response) => (connection.aborted ? broken() : resolve({response, connection})), reject)
        .finally(() => connection.removeEventListener('abort', broken));
    });
  }

  inject(fault: ProcessFault): void {
    const current = this.#running;
    if (!current) return;
    if (fault.do === 'killed') {
      current.life.died.addEventListener('abort', () => this.#startAfter(fault.down), {once: true});
      current.life.killAt(fault.fuse);
    } else if (fault.do === 'closed') {
      void current.gateway.close(grace).then(() => {
        if (this.#running === current) this.#running = undefined;
        current.connections.abort();
        this.#startAfter(fault.down);
      });
    } else {
      this.#start();
      current.life.freeze(fault.ms);
      setTimeout(() => current.life.kill(), fault.ms + overlap);
      current.connections.abort();
    }
  }

  /** Posts an unprompted message of the bot, if a process is running. */
  async sayUnprompted(body: string): Promise<void> {
    const {contactId, token} = this.bot.caller ?? {};
    if (!contactId) return;
    const url = `${publicUrl}/a/parley/api/v3/contacts/${contactId}/bot-response`;
    const headers = {'content-type': 'application/json', authorization: `Bearer ${token}`};
    const message = {code: 'message', type: 'text', body};
    const said = JSON.stringify({event: 'continue', messages: [message], settings: {engine: {type: 'custom'}}, data: {}});
    await this.fetch(new Request(url, {method: 'POST', headers, body: said})).catch(() => undefined);
  }

  /** All stored events of a conversation. */
  log(conversation: string): Promise<readonly StoredEvent[]> {
    return this.stores[0]!.events(conversation, 0);
  }

  async end(): Promise<void> {
    this.#running?.life.kill();
    await Promise.all(this.stores.map((store) => store.close().catch(() => undefined)));
    rmSync(this.folder, {recursive: true, force: true});
  }

  /** Starts the next process after `down`. */
  #startAfter(down: number): void {
    setTimeout(() => this.#running ?? this.#start(), down);
  }

  #start(): void {
    this.#hasStarted = true;
    const inner = this.spare.pop();
    if (!inner || !this.spare.length) throw new Error('More processes than announced to open()');
    const connections = new AbortController();
    setMaxListeners(0, connections.signal);
    const life = new GatewayProcess(inner, {created: (id) => this.created.add(id), taken: (taken) => this.attempts.push(taken)});
    const gateway = createGateway({
      secret: 'a secret of at least thirty-two bytes',
      publicUrl,
      bots: {demo: {url: 'https://bot.example/bot/message', timeout: 30}},
      widgets: {shop: {bot: 'demo', origins: [shop]}},
      limits: {replay: 8},
      tokenLife: 60,
      store: life.store,
      files: new DirectoryFiles(join(this.folder, 'files')),
      fetch: (...request) => life.guard(this.bot.fetch(...request)),
      now: () => Date.now(),
      log: () => {},
    });
    const current = (this.#running = {gateway, life, connections});
    life.died.addEventListener('abort', () => {
      connections.abort();
      if (this.#running === current) this.#running = undefined;
    });
  }
}
