import {checkEndpoints} from './endpoints.ts';
import {limitsOf} from './limits.ts';
import type {Log} from './log.ts';
import {createMetrics} from './metrics.ts';
import type {GatewayOptions, WidgetOptions} from './options.ts';
import {collectSecrets} from './redact-secrets.ts';
import type {Services} from './services.ts';
import {createTokens} from './tokens.ts';

/** Seconds. */
const defaultTokenLife = 900;

/**
 * What the parts of a gateway work with.
 * @throws {Error} that names the invalid option.
 */
export function createServices(options: GatewayOptions, log: Log): Services {
  checkEndpoints(options);
  const publicUrl = new URL(validateUrl(options.publicUrl));
  const host = options.botHost ?? publicUrl.host;
  const account = options.account ?? 'parley';
  if (!/^[\w-]+$/.test(account)) throw new Error('`account` must be letters, digits, _ and -, as bots put it into addresses as it is');
  const now = options.now ?? Date.now;
  const secrets = typeof options.secret === 'string' ? [options.secret] : options.secret;
  return {
    options: {...options, widgets: validateWidgets(options)},
    limits: limitsOf(options.limits),
    account,
    host,
    store: options.store,
    files: options.files,
    tokens: createTokens({secrets, host, account, life: options.tokenLife ?? defaultTokenLife, now}),
    secrets: collectSecrets(options),
    log,
    metrics: createMetrics(),
    now,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  };
}

/** Bots call back at the root of this host, so it has no path. */
function validateUrl(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username) return url.origin;
  throw new Error('`publicUrl` must be an address without a path, such as https://chat.example.com');
}

function validateWidgets({widgets, bots}: GatewayOptions): Record<string, WidgetOptions> {
  return Object.fromEntries(
    Object.entries(widgets).map(([name, widget]) => {
      if (!Object.hasOwn(bots, widget.bot)) throw new Error(`\`widgets.${name}.bot\` must be one of ${Object.keys(bots).join(', ')}`);
      if (widget.customerSecret !== undefined && Buffer.byteLength(widget.customerSecret) < 32) {
        throw new Error(`\`widgets.${name}.customerSecret\` must have at least 32 bytes that nobody knows`);
      }
      return [name, {...widget, origins: widget.origins.map((origin) => validateOrigin(origin, name))}];
    }),
  );
}

/** As a browser writes it. There is no wildcard: every page that may use a widget is named. */
function validateOrigin(origin: string, widget: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url && url.origin !== 'null' && url.pathname === '/' && !origin.includes('*')) return url.origin;
  throw new Error(`\`widgets.${widget}.origins\` must be origins such as https://www.example.com, and ${JSON.stringify(origin)} is none`);
}
