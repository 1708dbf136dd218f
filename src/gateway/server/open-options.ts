import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

import type {Config} from '../config/schema.ts';
import {HttpDesk} from '../desk/http-desk.ts';
import type {Log} from '../log.ts';
import type {BotAgent, BotOptions, GatewayOptions} from '../options.ts';
import {openStorage} from './open-storage.ts';

/** The gateway's options from the configuration; paths are relative to `folder`. Opens the store. */
export async function openOptions(config: Config, folder: string, log: Log): Promise<GatewayOptions> {
  const {desk, ...rest} = config;
  const agents = await Promise.all(
    Object.entries(rest.bots).map(async ([name, bot]) => [name, await botOptions(name, bot, folder)] as const),
  );
  return {
    ...rest,
    bots: Object.fromEntries(agents),
    ...(desk && {desk: new HttpDesk(desk), deskSecret: desk.secret}),
    ...(await openStorage(config, folder, log)),
    log,
  };
}

async function botOptions(name: string, {module, ...bot}: Config['bots'][string], folder: string): Promise<BotOptions> {
  if (module === undefined) return bot;
  try {
    return {...bot, answer: await loadAgent(resolve(folder, module))};
  } catch (cause) {
    throw new Error(`bots.${name}.module cannot be used`, {cause});
  }
}

async function loadAgent(path: string): Promise<BotAgent> {
  const {default: agent} = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {default?: unknown};
  if (typeof agent !== 'function') throw new TypeError(`${path} must export a function as its default, (request) => Promise of a response`);
  return agent as BotAgent;
}
