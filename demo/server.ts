import {existsSync, realpathSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {createBot} from './bot.ts';
import {type Handler, listen, type Listening} from './listen.ts';
import {createSite} from './site.ts';

export interface DemoOptions {
  /** 0 is any free one. Default: the environment's `PORT`, else 4173; the next free one where it is taken. */
  port?: number;
  /** Folder of the project. Default: the nearest one above this file that holds the shop's page, whether the file is the source or a bundle. */
  root?: string;
}

/** Starts the lamp shop: the page, the built widget and the bot, all of one origin. */
export async function startDemo({port = portOf(process.env['PORT']), root = projectRoot()}: DemoOptions = {}): Promise<Listening> {
  const site = createSite(root);
  const bot = createBot();
  const handler: Handler = (request) => (isForBot(new URL(request.url).pathname) ? bot(request) : site(request));
  return listen(handler, port);
}

function isForBot(pathname: string): boolean {
  return pathname.startsWith('/bot/') || pathname === '/openapi.json';
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
  const {url} = await startDemo();
  console.log(`The lamp shop is open: ${url}`);
}
