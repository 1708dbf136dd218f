import type {Locator, Page} from '@playwright/test';
import {type Answer, type BareSite, bareSite} from '../bare-site.ts';
import {expect, test as base} from '../fixtures.ts';
import {echo, heardBy, visit} from '../visitor.ts';
import {type FaultyProxy, faultyProxy} from './faulty-proxy.ts';
import {type GatewayProcess, gatewayProcess, type Settings} from './gateway-process.ts';

/** A page, the network it is reached by, the gateway behind it and the bot behind that: all of them real servers. */
export interface Place {
  site: BareSite;
  network: FaultyProxy;
  gateway: GatewayProcess;
}

/** Settings of the gateway, where they name the site's address too. */
type SettingsOf = Settings | ((site: BareSite) => Settings);

export const test = base.extend<{place: (answer?: Answer, settings?: SettingsOf) => Promise<Place>}>({
  place: async ({complaints}, use) => {
    complaints.expect(/Failed to load resource|net::ERR|blocked by CORS policy/);
    const places: Place[] = [];
    await use(async (answer = echo, given = {}) => {
      let target = '';
      const network = await faultyProxy(() => target);
      const site = await bareSite(answer, {gateway: () => network.url});
      const {bot, ...settings} = typeof given === 'function' ? given(site) : given;
      const gateway = await gatewayProcess({
        publicUrl: network.url,
        bots: {echo: {url: `${site.url}/bot/message`, ...(bot as object)}},
        widgets: {shop: {bot: 'echo', origins: [site.url]}},
        ...settings,
      });
      target = gateway.url;
      const place = {site, network, gateway};
      places.push(place);
      return place;
    });
    for (const {site, network, gateway} of places) await Promise.all([gateway.remove(), network.close(), site.close()]);
  },
});

export {expect};
export {echo, lines, reply, say, shown} from '../visitor.ts';

/** Visits the page, opens its chat, and waits for the bot's greeting. */
export const open = (page: Page, {site}: Place): Promise<Locator> => visit(page, site);

/** What the bot heard the visitor say, in order. */
export const spoken = ({site}: Place): string[] => heardBy(site);

/** A bot's way to speak later: it is told the token, though the bot of a test speaks plain http. */
export const talkative: Settings = {bot: {allowInsecureToken: true}};

/** Says something as the bot does when it is not asked; `to` picks what its platform is asked for. */
export async function speak({site, gateway}: Place, said: object, to = 'bot-response'): Promise<void> {
  const {acct, contactId, token} = site.heard.at(-1)?.environment ?? {};
  const answered = await fetch(`${gateway.url}/a/${acct}/api/v3/contacts/${contactId}/${to}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', authorization: `Bearer ${token}`},
    body: JSON.stringify(said),
  });
  expect(answered.status, await answered.text()).toBe(200);
}

/** Says texts as the bot does when it is not asked, all at once. */
export const speakWords = (place: Place, ...bodies: readonly string[]): Promise<void> =>
  speak(place, {event: 'continue', messages: bodies.map((body) => ({code: 'message', type: 'text', body}))});
