import type {Locator, Page} from '@playwright/test';
import {type Answer, type BareSite, bareSite} from '../bare-site.ts';
import {expect, test as base} from '../fixtures.ts';
import {echo, textsTo, openPage} from '../visitor.ts';
import {type FaultyProxy, faultyProxy} from './faulty-proxy.ts';
import {type GatewayProcess, gatewayProcess, type Settings} from './gateway-process.ts';

/** A page with its bot, a faulty network, and a gateway, all of them real servers. */
export interface Place {
  site: BareSite;
  network: FaultyProxy;
  gateway: GatewayProcess;
}

/** Settings of the gateway, as a function if they need the site's URL. */
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
export {echo, textsOf as lines, reply, say, openChat as shown} from '../visitor.ts';

/** Opens the page and its chat, and waits for the bot's greeting. */
export const open = (page: Page, {site}: Place): Promise<Locator> => openPage(page, site);

/** Texts of all messages that the bot received, in order. */
export const spoken = ({site}: Place): string[] => textsTo(site);

/** Lets the bot send messages unprompted: it gets the token, although a test's bot uses plain HTTP. */
export const allowUnprompted: Settings = {bot: {allowInsecureToken: true}};

/** Posts something unprompted as the bot; `to` is the platform's endpoint. */
export async function postAsBot({site, gateway}: Place, said: object, to = 'bot-response'): Promise<void> {
  const {acct, contactId, token} = site.heard.at(-1)?.environment ?? {};
  const answered = await fetch(`${gateway.url}/a/${acct}/api/v3/contacts/${contactId}/${to}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', authorization: `Bearer ${token}`},
    body: JSON.stringify(said),
  });
  expect(answered.status, await answered.text()).toBe(200);
}

/** Sends text messages unprompted as the bot, all at once. */
export const sayUnprompted = (place: Place, ...bodies: readonly string[]): Promise<void> =>
  postAsBot(place, {event: 'continue', messages: bodies.map((body) => ({code: 'message', type: 'text', body}))});
