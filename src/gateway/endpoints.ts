import type {Auth, GatewayOptions} from './options.ts';

/** Longest time in seconds for an answer: Node's `fetch` gives up after 300. */
export const maxTimeout = 290;

/** Whether `fetch` accepts a URL: a full one without credentials, which belong into `auth` and would end up in logs. */
function isEndpointUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password;
}

/** Whether a header can carry a bearer token: visible ASCII without spaces. */
export function isBearerToken(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

/** @throws {Error} that names the option with which nobody can be called. */
export function checkEndpoints(options: GatewayOptions): void {
  for (const [option, {url, auth}] of endpointsOf(options)) {
    if (url !== undefined && !isEndpointUrl(url)) throw new Error(`\`${option}.url\` must be a full address without a password`);
    if (auth?.type === 'bearer' && !isBearerToken(auth.secret)) {
      throw new Error(`\`${option}.auth.secret\` must be ASCII letters, digits and signs without a space, as a header holds no others`);
    }
  }
  for (const [name, {url, timeout = 0}] of Object.entries(options.bots)) {
    if (url !== undefined && !options.fetch && timeout > maxTimeout) {
      throw new Error(`\`bots.${name}.timeout\` must be at most ${maxTimeout}, as Node waits no longer for an answer`);
    }
  }
}

function endpointsOf({bots, filters = {}, hooks = [], widgets}: GatewayOptions): [option: string, {url?: string; auth?: Auth}][] {
  return [
    ...Object.entries(bots).map(([name, bot]) => [`bots.${name}`, bot] as const),
    ...Object.entries(filters).map(([name, filter]) => [`filters.${name}`, filter] as const),
    ...hooks.map((hook, index) => [`hooks[${index}]`, hook] as const),
    ...Object.entries(widgets).flatMap(([name, {availability = {}, routing = {}}]) => [
      [`widgets.${name}.availability`, availability] as const,
      [`widgets.${name}.routing`, routing] as const,
    ]),
  ].map(([option, endpoint]) => [option, endpoint]);
}
