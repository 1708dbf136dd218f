import {MeasuredProcess} from './measured-process.mjs';

/** Visitors of the warm-up before anything is measured. */
const warmUp = 50;

/** A server under load, with its visitors and the measurements of both. */
export class Subject {
  /** Of the server: `empty` before any stream, `full` with all of them, and `left` after all are closed. */
  memory = {};
  /** Results of each round, by kind of load. */
  loads = {flatOut: [], steady: []};
  #server;
  #client = new MeasuredProcess('client.mjs');
  #streams;
  #store;

  /**
   * @param name For the report.
   * @param server A MeasuredProcess that listens.
   * @param options `streams` is false for a server without; `store` is the separate process of its store: `{cpu(): Promise<milliseconds>}`.
   */
  constructor(name, server, {streams = true, store} = {}) {
    this.name = name;
    this.#server = server;
    this.#streams = streams;
    this.#store = store;
  }

  /** Warms up, then connects the visitors. */
  async open(count) {
    const port = await this.#server.listening;
    const come = (count) => this.#client.ask('open', {port, count, streams: this.#streams});
    await come(Math.min(warmUp, count));
    await this.#client.ask('flatOut', {seconds: 3, inFlight: warmUp});
    await this.#client.ask('close');
    this.memory.empty = await this.#server.ask('usage', {collect: true});
    await come(count);
    const {cpu} = await this.#server.ask('usage');
    const begun = cpu - this.memory.empty.cpu;
    this.memory.full = {...(await this.#server.ask('usage', {collect: true})), begun};
  }

  /** @param how `flatOut` or `steady`. */
  async load(how, given) {
    const before = await this.#cpu();
    const told = await this.#client.ask(how, given);
    const after = await this.#cpu();
    const each = (part) => (after[part] - before[part]) / told.messages;
    const cost = {server: each('server'), client: each('client'), store: each('store')};
    this.loads[how].push({...told, ...cost, perSecond: told.messages / told.seconds});
  }

  /** Disconnects the visitors. */
  async close() {
    await this.#client.ask('close');
    this.memory.left = await this.#server.ask('usage', {collect: true});
  }

  async stop() {
    await Promise.all([this.#client.stop(), this.#server.stop()]);
  }

  async #cpu() {
    const [server, client, store] = await Promise.all([this.#server.ask('usage'), this.#client.ask('usage'), this.#store?.cpu()]);
    return {server: server.cpu, client: client.cpu, store: store ?? 0};
  }
}
