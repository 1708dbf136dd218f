import {existsSync, realpathSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {createBot} from './bot.ts';
import {createPlatformFactory} from './bot/platform.ts';
import {createDesk} from './desk/desk.ts';
import {startGateway} from './gateway.ts';
import {type Handler, listen, type RunningServer} from './listen.ts';
import {createSite} from './site.ts';

export interface DemoOptions {
  /** 0 for any free one. Default: `PORT` of the environment, or 4173, or the next free one if that is taken. The gateway uses the ports after it. */
  port?: number;
  /** Root folder of the project. Default: the nearest one above this file with the shop's page, for both source and bundle. */
  root?: string;
  /** Data folder of the gateway. Default: a folder below `node_modules/.cache` for each port; for port 0 a temporary one that is deleted at the end. */
  folder?: string;
}

export interface Demo extends RunningServer {
  /** URL of the gateway; undefined if it could not start and the page asks the bot directly. */
  gateway: string | undefined;
  /** URL of the desk's page; undefined without a gateway. */
  desk: string | undefined;
  /** Why there is no gateway. */
  problem: string | undefined;
}

/** Starts the lamp shop: page, built widget, bot and desk on one origin, and the gateway between them on another. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const {port = portOf(process.env['PORT']), root = projectRoot()} = options;
  const handlers: Handlers = {bot: createBot(), site: createSite(root)};
  const server = await listen((request) => handlerFor(handlers, request)(request), port);
  const folder = options.folder ?? (await folderFor(port, root, server.url));
  const gateway = await startGateway({shop: server.url, folder, port: port && port + 1}).catch((error: unknown) => asError(error));
  const running = gateway instanceof Error ? undefined : gateway;
  const desk = running && createDesk({...running.desk, gateway: running.url, root, base: '/desk', shop: server.url});
  if (running && desk) {
    handlers.bot = createBot({platformFor: createPlatformFactory({ca: running.ca})});
    handlers.site = createSite(root, running.url);
    handlers.desk = desk.handle;
  }
  return {
    url: server.url,
    gateway: running?.url,
    desk: running && `${server.url}/desk/`,
    problem: gateway instanceof Error ? gateway.message : undefined,
    close: async () => {
      desk?.close();
      await running?.close();
      await server.close();
      if (isTemporary(folder)) await rm(folder, {recursive: true, force: true});
    },
  };
}

interface Handlers {
  bot: Handler;
  site: Handler;
  desk?: Handler;
}

function handlerFor({bot, site, desk}: Handlers, request: Request): Handler {
  const {pathname} = new URL(request.url);
  if (desk && (pathname === '/desk' || pathname.startsWith('/desk/'))) return desk;
  return isForBot(pathname) ? bot : site;
}

/** The addresses of all parts, as lines for the console. */
export function addressesOf({url, gateway, desk, problem}: Demo): string {
  if (!gateway) return `The lamp shop is at ${url}\nIts bot is asked directly, since the gateway could not start: ${problem}`;
  return `The lamp shop is at ${url}
The gateway between its page and its bot is at ${gateway}
The people of the shop sit at ${desk}
The same page without the gateway: ${url}/?direct`;
}

function isForBot(pathname: string): boolean {
  return pathname.startsWith('/bot/') || pathname === '/openapi.json';
}

const temporaryPrefix = join(tmpdir(), 'nordlicht-');

/** One data folder for each port, just as browsers store data for each port. */
function folderFor(port: number, root: string, url: string): Promise<string> | string {
  return port === 0 ? mkdtemp(temporaryPrefix) : join(root, 'node_modules/.cache/nordlicht', new URL(url).port);
}

function isTemporary(folder: string): boolean {
  return folder.startsWith(temporaryPrefix);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function portOf(text = '4173'): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is ${text} and must be a number from 0 to 65535`);
  return port;
}

function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'demo/index.html'))) {
    if (folder === dirname(folder))
      throw new Error(`No folder above ${fileURLToPath(import.meta.url)} holds demo/index.html: name the project's folder as root`);
    folder = dirname(folder);
  }
  return folder;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  console.log(addressesOf(await startDemo()));
}
