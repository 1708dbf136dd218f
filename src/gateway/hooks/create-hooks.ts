import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';

import {causeOf} from '../log.ts';
import type {AskOptions, HookEvent} from '../options.ts';
import {memoize} from '../memoize.ts';
import type {StoredConversation, TransferTarget, Values} from '../stored.ts';
import type {Services} from '../services.ts';
import {ask} from './ask.ts';
import type {Hooks, Route} from './hooks.ts';
import {Webhook, type Sleep} from './webhook.ts';

export interface CreateHooksOptions {
  /** Between two attempts. */
  sleep?: Sleep;
  /** Creates the id of a notice. */
  newId?: () => string;
}

/** Milliseconds for which the answer whether people are available is reused for a widget. */
const availabilityTtl = 5_000;

/** The hooks of the configuration. */
export function createHooks(services: Services, {sleep = defaultSleep, newId = randomUUID}: CreateHooksOptions = {}): Hooks {
  const {options, log, metrics, now, fetch} = services;
  const webhooks = (options.hooks ?? []).map((hook) => new Webhook(hook, {log, metrics, fetch, sleep}));
  const stopped = new AbortController();

  /** Undefined if nobody is asked, or there is no answer. */
  async function query(kind: 'availability' | 'routing', asked: AskOptions | undefined, question: Values): Promise<Values | undefined> {
    if (!asked) return undefined;
    try {
      const answer = await ask(asked, {event: kind, ...question, ts: new Date(now()).toISOString()}, {fetch, signal: stopped.signal});
      metrics.hook(kind, 'answered');
      return answer;
    } catch (error) {
      metrics.hook(kind, 'failed');
      log('warn', 'hook_unanswered', {question: kind, reason: causeOf(error)});
      return undefined;
    }
  }

  async function askAvailability(widget: string, about?: Values): Promise<boolean> {
    return (await query('availability', options.widgets[widget]?.availability, {widget, ...about}))?.['available'] !== false;
  }
  const cachedAnswer = memoize((widget) => askAvailability(widget), availabilityTtl, now);

  return {
    notify(event, conversation, detail) {
      const listening = webhooks.filter((webhook) => webhook.listensTo(event, conversation.widget));
      if (listening.length === 0) return;
      const body = bodyOf({event, conversation: summaryOf(conversation), detail, ts: new Date(now()).toISOString()});
      if (body === undefined) return log('error', 'hook_untold', {event, outcome: 'unwritable'});
      for (const webhook of listening) webhook.enqueue({id: newId(), event, conversation: conversation.id, body});
    },

    async isAvailable(subject) {
      return typeof subject === 'string' ? cachedAnswer(subject) : askAvailability(subject.widget, {conversation: summaryOf(subject)});
    },

    async route(beginning) {
      const {widget, language, data, page, isVerifiedCustomer} = beginning;
      const answer = await query('routing', options.widgets[widget]?.routing, {widget, language, data, page, isVerifiedCustomer});
      return answer && routeOf(answer, (bot) => Object.hasOwn(options.bots, bot));
    },

    async stop(grace = 2000) {
      await waitUntilIdle(webhooks, (signal) => sleep(grace, signal));
      stopped.abort();
      await Promise.all(webhooks.map((webhook) => webhook.stop()));
    },
  };
}

/** Resolves when everything has been sent, or the time is up. */
async function waitUntilIdle(webhooks: readonly Webhook[], grace: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([Promise.all(webhooks.map((webhook) => webhook.idle())), grace(done.signal).catch(() => undefined)]);
  done.abort();
}

/** What an owner's system may know about a conversation: nothing a bot remembers, nothing that grants access. */
function summaryOf({id, widget, bot, stage, language, createdAt}: StoredConversation): Values {
  return {id, widget, bot, stage, language, createdAt: new Date(createdAt).toISOString()};
}

function bodyOf(notice: {event: HookEvent} & Values): string | undefined {
  try {
    return JSON.stringify(notice);
  } catch {
    return undefined; // Cyclic data cannot be sent.
  }
}

function routeOf({bot, tags, agent}: Values, isKnown: (bot: string) => boolean): Route | undefined {
  if (typeof bot === 'string' && isKnown(bot)) return {bot};
  const validTags = Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string' && tag !== '') : [];
  const target: TransferTarget = {
    ...(validTags.length > 0 && {tags: validTags}),
    ...(typeof agent === 'string' && agent !== '' && {agent}),
  };
  return target.tags || target.agent ? {target} : undefined;
}

function defaultSleep(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  // Waiting for a hook must not keep the process alive.
  return delay(milliseconds, undefined, {signal, ref: false});
}
