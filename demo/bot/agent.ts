import type {Agent, AgentContext} from './contract.ts';
import {textWithReplies, reply} from '../compose.ts';
import type {BotRequest} from '../../src/protocol/exchange.ts';
import {greeting, smallTalkTopics} from './topics/talk.ts';
import {sampleTopics} from './topics/kinds.ts';
import {choosingTopics} from './topics/choosing.ts';
import {lampTopics} from './topics/lamps.ts';
import {serviceTopics} from './topics/service.ts';
import {faultTopics} from './topics/trouble.ts';
import {visitTopics} from './topics/visiting.ts';
import {fileTopics} from './topics/sending.ts';
import {type Outcome, type Reply, type Topic, type Turn, turnOf, weightOf} from './turn.ts';

/** In order of precedence if several topics claim a turn. */
const topics: readonly Topic[] = [
  ...sampleTopics,
  ...faultTopics,
  ...fileTopics,
  ...visitTopics,
  ...serviceTopics,
  ...choosingTopics,
  ...lampTopics,
  ...smallTalkTopics,
];

/** The shop's bot: knows its lamps, and shows every kind of message. It is stateless. */
export const answer: Agent = async (request: BotRequest, surroundings: AgentContext) => {
  const turn = turnOf(request, surroundings);
  const outcome = await outcomeOf(turn);
  return outcome === undefined || outcome instanceof Response ? outcome : bodyOf(outcome, turn);
};

function outcomeOf(turn: Turn): Outcome | Promise<Outcome> {
  if (turn.request.event === 'start') return greeting(turn);
  if (turn.request.event === 'end') return {messages: [], event: 'end'};
  return (topicOf(turn) ?? {answer: notUnderstood}).answer(turn);
}

/** Chooses the topic by payload, then by an exclusive claim, then by the greatest weight of its words. */
function topicOf(turn: Turn): Topic | undefined {
  const chosen = turn.payload && topics.find(({payloads = []}) => payloads.some((prefix) => turn.payload.startsWith(prefix)));
  const claimed = chosen || topics.find((topic) => topic.claims?.(turn));
  if (claimed) return claimed;
  const weighted = topics.map((topic) => ({topic, weight: weightOf(topic.keywords ?? [], turn)})).filter(({weight}) => weight > 0);
  const ranked = weighted.toSorted((a, b) => Number(a.topic.weak ?? false) - Number(b.topic.weak ?? false) || b.weight - a.weight);
  return ranked[0]?.topic;
}

function notUnderstood({memory}: Turn): Reply {
  const times = (memory.lost ?? 0) + 1;
  const suggestions = [
    reply('Lamps', 'lamps'),
    reply('My order', 'order'),
    reply('Visit you', 'visit'),
    reply('What you can show', 'show'),
  ];
  const body =
    times > 1
      ? 'I still do not understand. A person would, I think.'
      : 'That is beyond me. I know lamps and bulbs, orders and repairs, and the way to our shop.';
  return {
    messages: [textWithReplies(body, times > 1 ? [reply('Talk to a person', 'person'), ...suggestions] : suggestions)],
    memory: {lost: times},
  };
}

function bodyOf({messages, event, memory = {}, data}: Reply, turn: Turn) {
  const {language, context = {}} = turn.request;
  const asked = 'asked' in memory ? memory.asked : undefined;
  const remembered = {...context, ...turn.memory, lost: undefined, ...memory, asked};
  return {event: event ?? 'continue', messages, ...(language && {language}), context: remembered, ...(data && {data})};
}
