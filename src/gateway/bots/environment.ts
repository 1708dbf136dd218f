import {gatewayCapabilities} from '../../protocol/capabilities.ts';
import type {Environment} from '../../protocol/exchange.ts';
import {given} from '../../protocol/fields.ts';
import {saidBy} from '../log.ts';
import type {BotOptions} from '../options.ts';
import type {StoredConversation, Values} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';
import {orAborted} from './or-aborted.ts';
import {limited} from '../limited.ts';

/** What the platform calls its third version of the interface bots call back at. */
const apiVersion = 'v3';

/** Milliseconds for what the owner adds. */
const patience = 3_000;

/** Who the gateway is and what opens the way back: nobody else may say it, and not everybody may know it. */
type Identity = Pick<Environment, 'host' | 'acct' | 'contactId' | 'token'>;

/** What a bot, and each of its filters, is told of where it is talking. */
export class Surround {
  readonly #common: Environment;
  readonly #identity: Identity;
  readonly #insecure: boolean;

  private constructor(common: Environment, identity: Identity, insecure: boolean) {
    this.#common = common;
    this.#identity = identity;
    this.#insecure = insecure;
  }

  /** @param signal Breaks off what the owner adds. */
  static async of(
    conversation: StoredConversation,
    {bot, signal}: {bot: BotOptions; signal: AbortSignal},
    around: Surroundings,
  ): Promise<Surround> {
    const {id, language, caps = {...gatewayCapabilities}, page, userAgent, isVerifiedCustomer, widget} = conversation;
    const {account, host, tokens} = around;
    const added = await addedBy(around, conversation, signal);
    const common = {...added, ...given({caps, page, language, userAgent, isVerifiedCustomer})};
    const known = {campaignId: widget, channelId: 'web', apiVersion, ...common};
    const contact = bot.precontact ? {} : {contactId: id, token: await tokens.issueBot(id)};
    return new Surround(known, {host, acct: account, ...contact}, bot.allowInsecureToken ?? false);
  }

  /**
   * The environment for somebody at an address; what came back of it before stays, but for who the gateway is.
   * @param url Undefined for an agent of this process. The token does not travel in the open.
   */
  for(url: string | undefined, before: Environment = {}): Environment {
    const {host: _h, acct: _a, contactId: _c, token: _t, hmac: _m, ...kept} = before;
    const {token, ...identity} = this.#identity;
    const safe = url === undefined || this.#insecure || new URL(url).protocol === 'https:';
    return {...this.#common, ...kept, ...identity, ...(safe && token !== undefined && {token})};
  }
}

/** What the owner adds; without it the bot is asked all the same. */
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
