import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';

import {developmentCertificate} from '../src/gateway/development-certificate.ts';
import {HttpDesk} from '../src/gateway/desk/http-desk.ts';
import {DirectoryFiles} from '../src/gateway/files/directory-files.ts';
import {createGateway} from '../src/gateway/gateway.ts';
import {createJsonLog} from '../src/gateway/json-log.ts';
import type {Gateway, GatewayOptions} from '../src/gateway/options.ts';
import {loadOrCreateSecret} from '../src/gateway/server/development.ts';
import {listen, type Listener, type ListenerOptions} from '../src/gateway/server/listener.ts';
import {openSqliteStore} from '../src/gateway/store/sqlite.ts';
import {onFreePort} from './listen.ts';

export interface DemoGatewayOptions {
  /** URL of the shop's page, bot and desk. */
  shop: string;
  /** Folder for conversations, files, certificate and secret. */
  folder: string;
  /** First port to try; 0 for any free one. */
  port: number;
}

/** Keys that gateway and desk authenticate with to each other. */
export interface DeskKeys {
  /** Of the gateway, at the desk. */
  key: string;
  /** Of the desk, at the gateway. */
  secret: string;
}

export interface DemoGateway {
  /** URL for browsers, such as `http://127.0.0.1:4174`. */
  url: string;
  desk: DeskKeys;
  /** PEM of the certificate that bots have to trust when they call back. */
  ca: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Starts the gateway between the shop's page and its bot: HTTP for browsers of this machine, and TLS on another port for bots that call back. */
export async function startGateway({shop, folder, port}: DemoGatewayOptions): Promise<DemoGateway> {
  await mkdir(folder, {recursive: true});
  const {key, cert} = await developmentCertificate(folder);
  const secret = loadOrCreateSecret(folder);
  const desk = {key: loadOrCreateSecret(join(folder, 'desk')), secret: loadOrCreateSecret(join(folder, 'people'))};
  const server: Pick<Gateway, 'fetch'> = {fetch: async () => new Response(null, {status: 503, headers: {'retry-after': '1'}})};
  const listeners: Listener[] = [];
  const open = async (from: number, tls?: ListenerOptions['tls']): Promise<number> => {
    const listener = await onFreePort(from, (at) => listen(server, {host, port: at, tls}));
    listeners.push(listener);
    return listener.port;
  };
  const closeAll = async (): Promise<void> => void (await Promise.all(listeners.map((listener) => listener.close())));

  try {
    const plain = await open(port);
    const secure = await open(port && plain + 1, {key, cert});
    const url = `http://${host}:${plain}`;
    const gateway = createGateway({
      ...routing(shop, desk),
      secret,
      publicUrl: url,
      botHost: `${host}:${secure}`,
      store: await openSqliteStore(join(folder, 'conversations.db')),
      files: new DirectoryFiles(join(folder, 'files')),
      log: createJsonLog({level: 'warn'}),
    });
    server.fetch = (request, client) => gateway.fetch(request, client);
    const close = async (): Promise<void> => {
      for (const listener of listeners) listener.stopAccepting();
      await gateway.close(1000);
      await closeAll();
    };
    return {url, desk, ca: cert, close};
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Bots, widgets and desk of the gateway. */
function routing(shop: string, {key, secret}: DeskKeys): Pick<GatewayOptions, 'bots' | 'widgets' | 'desk' | 'deskSecret' | 'limits'> {
  const auth = {type: 'bearer', secret: key} as const;
  const {port} = new URL(shop);
  return {
    bots: {
      shop: {
        url: `${shop}/bot/message`,
        agent: {nick: 'Nordlicht', avatar: `${shop}/pictures/mark.svg`},
        // The bot is on this machine, so plain HTTP is safe.
        allowInsecureToken: true,
        transfers: [{key: 'transferToAgent', to: {tags: ['{value}']}}],
      },
    },
    widgets: {
      shop: {bot: 'shop', origins: [shop, `http://localhost:${port}`], availability: {url: `${shop}/desk/gateway/availability`, auth}},
    },
    desk: new HttpDesk({url: `${shop}/desk/gateway`, auth}),
    deskSecret: secret,
    limits: {requestsPerMinute: 1000},
  };
}
