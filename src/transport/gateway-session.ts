import type {UploadLimits} from '../protocol/transport.ts';

/** Gives access to one conversation at a gateway. */
export interface GatewaySession {
  /** URL of the gateway that issued it; it is valid there only, and for this widget only. */
  gateway: string;
  widget: string;
  conversation: string;
  token: string;
  /** The gateway's limits for files. */
  limits?: UploadLimits;
}

/** Where a session is stored. What is read may be anything. */
export interface SessionStore {
  read(): Promise<unknown>;
  write(session: GatewaySession | undefined): Promise<unknown>;
}

/** Milliseconds a store may take before it is given up. */
const storeTimeout = 2_000;

/** The session of one gateway and widget. It is read for each request: another tab may have renewed it, or begun another conversation. */
export class SessionCache {
  #last: GatewaySession | undefined;

  constructor(
    private readonly store: SessionStore | undefined,
    private readonly scope: Pick<GatewaySession, 'gateway' | 'widget'>,
  ) {}

  async read(): Promise<GatewaySession | undefined> {
    const stored = await this.#readStored();
    return (this.#last = stored ?? this.#last);
  }

  async write(session: Omit<GatewaySession, 'gateway' | 'widget'> | undefined): Promise<void> {
    this.#last = session && {...session, ...this.scope};
    await withTimeout(this.store?.write(this.#last) ?? Promise.resolve()).catch(() => undefined);
  }

  /** Stores a session's new token, unless the session was forgotten or another conversation has begun meanwhile. */
  async renew(session: GatewaySession): Promise<void> {
    const stored = await this.#readStored();
    if (this.#last?.conversation !== session.conversation) return;
    this.#last = session;
    if (stored?.conversation === session.conversation) await this.write(session);
  }

  async #readStored(): Promise<GatewaySession | undefined> {
    try {
      const stored = readSession(await withTimeout(this.store?.read() ?? Promise.resolve()));
      return stored?.gateway === this.scope.gateway && stored.widget === this.scope.widget ? stored : undefined;
    } catch {
      return undefined; // Storage may be forbidden, broken or stuck: then the session lasts as long as the page.
    }
  }
}

function readSession(value: unknown): GatewaySession | undefined {
  const {gateway, widget, conversation, token, limits}: Partial<Record<keyof GatewaySession, unknown>> = Object(value);
  if (typeof gateway !== 'string' || typeof widget !== 'string' || !isHeaderSafe(conversation) || !isHeaderSafe(token)) return undefined;
  return {gateway, widget, conversation, token, limits: readLimits(limits)};
}

/** Whether a value can be used in a URL and in a header as it is. */
export function isHeaderSafe(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~+/=-]{1,4096}$/.test(value);
}

export function readLimits(value: unknown): UploadLimits {
  const {maxFileBytes, mimetypes}: {maxFileBytes?: unknown; mimetypes?: unknown} = Object(value);
  return {
    ...(typeof maxFileBytes === 'number' && maxFileBytes > 0 && {maxFileBytes}),
    ...(Array.isArray(mimetypes) && {mimetypes: mimetypes.filter((type) => typeof type === 'string')}),
  };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The store gave no answer')), storeTimeout);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
