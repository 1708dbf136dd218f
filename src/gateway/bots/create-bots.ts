import type {Services} from '../services.ts';
import {Bot} from './bot.ts';
import type {Sleep} from './retries.ts';

/**
 * The bots of the configuration.
 * @throws {Error} that names the invalid option.
 */
export function createBots(services: Services & {sleep: Sleep}): ReadonlyMap<string, Bot> {
  const {bots, filters = {}} = services.options;
  return new Map(
    Object.entries(bots).map(([name, bot]) => {
      if ((bot.url === undefined) === (bot.answer === undefined))
        throw new Error(`\`bots.${name}\` must have either \`url\` or \`answer\``);
      for (const kind of ['requestFilters', 'responseFilters'] as const) {
        const unknown = bot[kind]?.find((filter) => !Object.hasOwn(filters, filter));
        if (unknown !== undefined) throw new Error(`\`bots.${name}.${kind}\` names "${unknown}", and there is no such filter`);
      }
      return [name, new Bot(name, bot, services)];
    }),
  );
}
