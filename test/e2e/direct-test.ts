import {type Answer, type BareSite, bareSite, textOf} from './bare-site.ts';
import {test as base} from './fixtures.ts';
import {echo} from './visitor.ts';

/** Echoes, but never answers "think". */
export const stallingEcho: Answer = (request, response) => (textOf(request) === 'think' ? undefined : echo(request, response));

/** Serves sites whose page talks to its bot directly; allows their network errors in the console. */
export const test = base.extend<{serve: (answer?: Answer, options?: string) => Promise<BareSite>}>({
  baseURL: async ({}, use) => use(undefined), // Needs no shop.
  serve: async ({complaints}, use) => {
    complaints.expect(/Failed to load resource|POST http|net::ERR/);
    const sites: BareSite[] = [];
    await use(async (answer = echo, options = '') => {
      const site = await bareSite(answer, {options});
      sites.push(site);
      return site;
    });
    for (const site of sites) await site.close();
  },
});

export {echo, textsTo as spoken, textsOf as lines, say, openChat as shown, openPage as open} from './visitor.ts';
