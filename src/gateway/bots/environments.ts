import {gatewayCapabilities} from '../../protocol/capabilities.ts';
import type {Environment} from '../../protocol/exchange.ts';
import {defined} from '../../protocol/fields.ts';
import {reasonOf} from '../log.ts';
import type {BotOptions} from '../options.ts';
import type {StoredConversation, Values} from '../stored.ts';
import type {Services} from '../services.ts';
import {abortable} from './abortable.ts';
import {startDeadline} from '../deadline.ts';

/** How the platform names the third version of the interface that bots call back. */
const apiVersion = 'v3';

/** Milliseconds the owner's function may take. */
const timeout = 3_000;

/** Properties that identify the gateway and grant access to it: nobody else may set them, and not everybody may see them. */
type Identity = Pick<Environment, 'host' | 'acct' | 'contactId' | 'token'>;

/** The environment that a bot and each of its filters get. */
export class Environments {
  readonly #common: Environment;
  readonly #identity: Identity;
  readonly #allowsInsecure: boolean;

  private constructor(common: Environment, identity: Identity, insecure: boolean) {
    this.#common = common;
    this.#identity = identity;
    this.#allowsInsecure = insecure;
  }

  /** @param signal Aborts the owner's function. */
  static async create(
    conversation: StoredConversation,
    {name, bot, signal}: {name: string; bot: BotOptions; signal: AbortSignal},
    services: Services,
  ): Promise<Environments> {
    const {id, language, caps = {...gatewayCapabilities}, page, userAgent, isVerifiedCustomer, widget} = conversation;
    const {account, host, tokens} = services;
    const added = await customEnvironmentOf(services, conversation, signal);
    const common = {...added, ...defined({caps, page, language, userAgent, isVerifiedCustomer})};
    const shared = {campaignId: widget, channelId: 'web', apiVersion, ...common};
    const contact = bot.precontact ? {} : {contactId: id, token: await tokens.issueBot(id, name)};
    return new Environments(shared, {host, acct: account, ...contact}, bot.allowInsecureToken ?? false);
  }

  /**
   * The environment for a bot or filter at a URL. What it returned earlier is kept, except for the gateway's identity.
   * @param url Undefined for an agent of this process. The token is never sent unencrypted.
   */
  for(url: string | undefined, earlier: Environment = {}): Environment {
    const {host: _h, acct: _a, contactId: _c, token: _t, hmac: _m, ...kept} = earlier;
    const {token, ...identity} = this.#identity;
    const safe = url === undefined || this.#allowsInsecure || new URL(url).protocol === 'https:';
    return {...this.#common, ...kept, ...identity, ...(safe && token !== undefined && {token})};
  }
}

/** What the owner's function adds; if it fails, the bot is asked without it. */
async function customEnvironmentOf(
  {options: {environment}, log}: Services,
  conversation: StoredConversation,
  signal: AbortSignal,
): Promise<Values> {
  if (!environment) return {};
  const deadline = startDeadline(signal, timeout);
  try {
    return await abortable(async () => environment(conversation), deadline.signal);
  } catch (error) {
    signal.throwIfAborted();
    log('warn', 'environment_failed', {conversation: conversation.id, reason: reasonOf(error)});
    return {};
  } finally {
    deadline.clear();
  }
}
