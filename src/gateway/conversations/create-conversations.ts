import {setTimeout as delay} from 'node:timers/promises';
import {createBots} from '../bots/create-bots.ts';
import type {Sleep} from '../bots/retries.ts';
import type {Hooks} from '../hooks/hooks.ts';
import {reasonOf} from '../log.ts';
import {Problem} from '../problem.ts';
import type {Signal} from '../stored.ts';
import type {Services} from '../services.ts';
import type {Conversations} from '../conversations.ts';
import type {ConversationServices} from './conversation-services.ts';
import {beginConversation} from './begin-conversation.ts';
import {DeskActions} from './desk-actions.ts';
import {endConversation} from './end-conversation.ts';
import {TurnScheduler, defaultTiming, type Timing} from './turn-scheduler.ts';
import {Handover} from './handover.ts';
import {LateAnswers} from './late-answers.ts';
import {acceptMessage} from './accept-message.ts';
import {Sweeper} from './sweeper.ts';
import {TurnRunner} from './turn-runner.ts';

export interface CreateConversationsOptions extends Partial<Timing> {
  /** Between two attempts. */
  sleep?: Sleep;
}

/** Everything that happens in the conversations of a gateway. */
export function createConversations(
  services: Services,
  hooks: Hooks,
  {sleep = defaultSleep, ...timing}: CreateConversationsOptions = {},
): Conversations {
  const bots = createBots({...services, sleep});
  const conversationServices: ConversationServices = {...services, hooks, bots, sleep, wake: (id) => scheduler.wake(id)};
  const handover = new Handover(conversationServices);
  const scheduler: TurnScheduler = new TurnScheduler(conversationServices, new TurnRunner(conversationServices, handover), {
    ...defaultTiming,
    ...timing,
  });
  const lateAnswers = new LateAnswers(conversationServices);
  const sweeper = new Sweeper(services);

  return {
    desk: new DeskActions(conversationServices, handover),
    async begin(beginning) {
      if (scheduler.isStopping) throw new Problem('overloaded', {retryAfter: 5});
      return beginConversation(beginning, conversationServices);
    },
    acceptMessage: (id, key, message, after) => acceptMessage(id, {key, message, after}, conversationServices),
    signal: (id, signal) => passSignal(id, signal, conversationServices),
    end: (id, reason) => endConversation(id, reason, conversationServices),
    receive: (id, body, bot) => lateAnswers.receive(id, body, bot),
    start() {
      scheduler.start();
      sweeper.start();
    },
    async stop(grace) {
      await Promise.all([scheduler.stop(grace), lateAnswers.stop(grace), sweeper.stop()]);
    },
  };
}

/** Ephemeral signals of a browser are meant for people only, and nothing is lost if they miss them. */
async function passSignal(id: string, signal: Signal, {options: {desk}, store, log}: ConversationServices): Promise<void> {
  const stage = desk && (await store.read(id))?.stage;
  if (!desk || (stage !== 'queued' && stage !== 'agent')) return;
  try {
    await desk.signalled(id, signal);
  } catch (error) {
    log('info', 'desk_signal_missed', {conversation: id, reason: reasonOf(error)});
  }
}

function defaultSleep(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return delay(milliseconds, undefined, {signal}).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}
