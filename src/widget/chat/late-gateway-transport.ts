import {openPersistence, type Persistence} from '../../conversation/persistence.ts';
import {TransportError} from '../../protocol/errors.ts';
import type {TransportEvent} from '../../protocol/events.ts';
import type {BotRequest, BotResponse} from '../../protocol/exchange.ts';
import type {Attachment} from '../../protocol/message.ts';
import type {ExchangeOptions, ListenOptions, Signal, Transport, UploadLimits, UploadOptions} from '../../protocol/transport.ts';
import {resolveEndpoint} from '../../transport/endpoint.ts';
import type {GatewayTransport} from '../../transport/gateway.ts';
import type {ChatProperties} from '../chat-properties.ts';
import type {Options} from '../options.ts';
import {DeferredPersistence, Gesture} from './deferred-persistence.ts';

export interface LateGatewayTransportOptions extends Pick<Options, 'storage' | 'retention'> {
  gateway: string;
  widget: string;
  customerToken: ChatProperties['customerToken'];
}

/** The transport for a gateway. Its code is a chunk of its own, which a chat that talks to a bot directly never loads. */
export class LateGatewayTransport implements Transport {
  readonly idempotent = true;
  /** Identifies the conversation among those of this origin. */
  readonly key: string;
  /** The gesture before which nothing is stored. */
  readonly gesture = new Gesture();
  readonly #session: Persistence;
  #loading: Promise<GatewayTransport> | undefined;

  /** @throws {TypeError} when the gateway's URL is invalid or may not be used. */
  constructor(private readonly options: LateGatewayTransportOptions) {
    const {gateway, widget, storage, retention} = options;
    this.key = `${widget} ${resolveEndpoint(gateway).href}`;
    this.#session = new DeferredPersistence(openPersistence(storage, `session ${this.key}`, retention), this.gesture);
    // Loads ahead of use: a tab that does not lead may have to take over while there is no network.
    void this.#load().catch(() => undefined);
  }

  async send(request: BotRequest, options?: ExchangeOptions): Promise<BotResponse> {
    return (await this.#load()).send(request, options);
  }

  async *listen(options?: ListenOptions): AsyncGenerator<TransportEvent, void, undefined> {
    yield* (await this.#load()).listen(options);
  }

  async signal(signal: Signal): Promise<void> {
    await (await this.#load()).signal(signal);
  }

  async upload(file: File, options?: UploadOptions): Promise<Attachment> {
    return (await this.#load()).upload(file, options);
  }

  async limits(): Promise<UploadLimits | undefined> {
    return (await this.#load()).limits();
  }

  /** The same store for a conversation, except that clearing it also clears the gateway session. */
  withSession(persistence: Persistence): Persistence {
    return {
      get lost() {
        return persistence.lost === true;
      },
      read: () => persistence.read(),
      write: (state) => persistence.write(state),
      clear: async () => {
        await Promise.all([persistence.clear(), this.#session.clear()]);
      },
      release: () => {
        persistence.release?.();
        this.#session.release?.();
      },
    };
  }

  #load(): Promise<GatewayTransport> {
    return (this.#loading ??= this.#create().catch((cause: unknown) => {
      this.#loading = undefined;
      throw new TransportError('unreachable', 'What speaks to the gateway could not be loaded', {cause});
    }));
  }

  async #create(): Promise<GatewayTransport> {
    const {gateway, widget, customerToken} = this.options;
    const {GatewayTransport} = await import('../../transport/gateway.ts');
    const session = {
      read: () => this.#session.read(),
      write: (session: object | undefined) => (session ? this.#session.write(session) : this.#session.clear()),
    };
    return new GatewayTransport(gateway, {widget, session, customerToken, page: () => ({url: location.href, title: document.title})});
  }
}
