import {gatewayCapabilities} from '../../protocol/capabilities.ts';
import type {Environment} from '../../protocol/exchange.ts';
import {defined} from '../../protocol/fields.ts';
import {saidBy} from '../log.ts';
import type {BotOptions} from '../options.ts';
import type {StoredConversation, Values} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';
import {orAborted} from './or-aborted.ts';
import {limited} from '../limited.ts';

/** How the platform names the third version of the interface that bots call back. */
const apiVersion = 'v3';

/** Milliseconds the owner's function may take. */
const patience = 3_000;

/** Properties that identify the gateway and grant access to it: nobody else may set them, and not everybody may see them. */
type Identity = Pick<Environment, 'host' | 'acct' | 'contactId' | 'token'>;

/** The environment that a bot and each of its filters get. */
export class Surround {
  readonly #common: Environment;
  readonly #identity: Identity;
  readonly #insecure: boolean;

  private constructor(common: Environment, identity: Identity, insecure: boolean) {
    this.#common = common;
    this.#identity = identity;
    this.#insecure = insecure;
  }

  /** @param signal Aborts the owner's function. */
  static async of(
    conversation: StoredConversation,
    {name, bot, signal}: {name: string; bot: BotOptions; signal: AbortSignal},
    around: Surroundings,
  ): Promise<Surround> {
    const {id, language, caps = {...gatewayCapabilities}, page, userAgent, isVerifiedCustomer, widget} = conversation;
    const {account, host, tokens} = around;
    const added = await addedBy(around, conversation, signal);
    const common = {...added, ...defined({caps, page, language, userAgent, isVerifiedCustomer})};
    const known = {campaignId: widget, channelId: 'web', apiVersion, ...common};
    const contact = bot.precontact ? {} : {contactId: id, token: await tokens.issueBot(id, name)};
    return new Surround(known, {host, acct: account, ...contact}, bot.allowInsecureToken ?? false);
  }

  /**
   * The environment for a bot or filter at a URL. What it returned earlier is kept, except for the gateway's identity.
   * @param url Undefined for an agent of this process. The token is never sent unencrypted.
   */
  for(url: string | undefined, before: Environment = {}): Environment {
    const {host: _h, acct: _a, contactId: _c, token: _t, hmac: _m, ...kept} = before;
    const {token, ...identity} = this.#identity;
    const safe = url === undefined || this.#insecure || new URL(url).protocol === 'https:';
    return {...this.#common, ...kept, ...identity, ...(safe && token !== undefined && {token})};
  }
}

/** What the owner's function adds; if it fails, the bot is asked without it. */
async function addedBy(
  {options: {environment}, log}: Surroundings,
  conversation: StoredConversation,
  signal: AbortSignal,
): Promise<Values> {
  if (!environment) return {};
  const limit = limited(signal, patience);
  try {
    return await orAborted(async () => environment(conversation), limit.signal);
  } catch (error) {
    signal.throwIfAborted();
    log('warn', 'environment_failed', {conversation: conversation.id, reason: saidBy(error)});
    return {};
  } finally {
    limit.end();
  }
}
