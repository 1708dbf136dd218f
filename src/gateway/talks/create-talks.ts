import {setTimeout as sleep} from 'node:timers/promises';
import {openBots} from '../bots/open-bots.ts';
import type {Pause} from '../bots/retries.ts';
import type {Hooks} from '../hooks/hooks.ts';
import {saidBy} from '../log.ts';
import {Problem} from '../problem.ts';
import type {Signal} from '../stored.ts';
import type {Surroundings} from '../surroundings.ts';
import type {Talks} from '../talks.ts';
import type {Backstage} from './backstage.ts';
import {begin} from './begin.ts';
import {PeopleLine} from './people-line.ts';
import {end} from './end.ts';
import {Engine, rhythm, type Rhythm} from './engine.ts';
import {Handover} from './handover.ts';
import {LateAnswers} from './late-answers.ts';
import {say} from './say.ts';
import {Sweeper} from './sweeper.ts';
import {TurnRunner} from './turn-runner.ts';

export interface TalksDetails extends Partial<Rhythm> {
  /** Between two attempts. */
  pause?: Pause;
}

/** Everything that happens in the conversations of a gateway. */
export function createTalks(surroundings: Surroundings, hooks: Hooks, {pause = waiting, ...own}: TalksDetails = {}): Talks {
  const bots = openBots({...surroundings, pause});
  const back: Backstage = {...surroundings, hooks, bots, pause, wake: (id) => engine.wake(id)};
  const handover = new Handover(back);
  const engine: Engine = new Engine(back, new TurnRunner(back, handover), {...rhythm, ...own});
  const late = new LateAnswers(back);
  const sweeper = new Sweeper(surroundings);

  return {
    desk: new PeopleLine(back, handover),
    async begin(beginning) {
      if (engine.stopping) throw new Problem('overloaded', {retryAfter: 5});
      return begin(beginning, back);
    },
    say: (id, key, message, after) => say(id, {key, message, after}, back),
    signal: (id, signal) => pass(id, signal, back),
    end: (id, reason) => end(id, reason, back),
    hear: (id, body, bot) => late.hear(id, body, bot),
    start() {
      engine.start();
      sweeper.start();
    },
    async stop(grace) {
      await Promise.all([engine.stop(grace), late.stop(grace), sweeper.stop()]);
    },
  };
}

/** Passing signals of a browser are meant for people only, and nothing is lost if they miss them. */
async function pass(id: string, signal: Signal, {options: {desk}, store, log}: Backstage): Promise<void> {
  const stage = desk && (await store.read(id))?.stage;
  if (!desk || (stage !== 'queued' && stage !== 'agent')) return;
  try {
    await desk.signalled(id, signal);
  } catch (error) {
    log('info', 'desk_signal_missed', {conversation: id, reason: saidBy(error)});
  }
}

function waiting(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return sleep(milliseconds, undefined, {signal}).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}
