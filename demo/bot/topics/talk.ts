import {textMessage} from '../../../src/protocol/build.ts';
import {textWithReplies, reply} from '../../compose.ts';
import {closingHour, osloDay, osloHour} from '../../oslo.ts';
import type {Reply, Topic, Turn} from '../turn.ts';
import {commands} from './trouble.ts';

const rooms = [
  reply('A dining table', 'room:dining'),
  reply('A place to read', 'room:reading'),
  reply('A bedroom', 'room:bedroom'),
  reply('A hallway without windows', 'room:hallway'),
  reply('Show what you can do', 'show'),
];

/** The first words of a conversation. */
export function greeting({name, now}: Turn): Reply {
  const hour = osloHour(now);
  const time = hour < 5 || hour >= 18 ? 'Good evening' : hour < 12 ? 'Good morning' : 'Good afternoon';
  const hello = `${time}${name ? `, ${name}` : ''}. I know every lamp we make, and I can fetch a person.`;
  return {messages: [textMessage(hello), textWithReplies('What are you lighting?', rooms)]};
}

/** Whether a platform that can transfer visitors to people is in between: only then the conversation has an id. */
function canTransfer({request}: Turn): boolean {
  return request.environment?.contactId !== undefined;
}

function person(turn: Turn): Reply {
  const closes = closingHour(osloDay(turn.now));
  const hour = osloHour(turn.now);
  const there = closes !== undefined && hour >= 10 && hour < closes;
  const who = there ? `Mira and Tomas are in the workshop until ${closes}:00.` : 'The workshop is closed now.';
  if (!canTransfer(turn))
    return {
      messages: [
        textWithReplies(`${who} This page asks me alone, so nobody can take over here. You find them in Grubbegata 14.`, [
          reply('Visit you', 'visit'),
          reply('When are you open?'),
        ]),
      ],
    };
  return {
    messages: [
      textWithReplies(
        `${who}${there ? '' : ' Somebody may still be at the desk.'} Shall I hand you over? They can read what you wrote here.`,
        [reply('Hand me over', 'transfer:workshop'), reply('Stay with the bot', 'stay')],
      ),
    ],
  };
}

function handOver(turn: Turn): Reply {
  if (!canTransfer(turn)) return person(turn);
  const [, to = 'workshop'] = turn.payload.split(':');
  return {messages: [textMessage(`I am handing you to the ${to}.`)], event: 'end', data: {transferToAgent: to}};
}

function rememberName({said: words}: Turn): Reply {
  const name = words.replace(/^(hi|hello|hey)?[,!. ]*(my name is|i am called|i am|im|i'm|call me)\s+/i, '').replace(/[.!]+$/, '');
  return {messages: [textWithReplies(`Good to meet you, ${name}. What are you lighting?`, rooms)], data: {firstname: name}};
}

/** Small talk. */
export const smallTalkTopics: readonly Topic[] = [
  {
    keywords: ['hello', 'hi', 'hey', 'good morning', 'good evening', 'good afternoon', 'hallo', 'hei', 'ciao'],
    payloads: ['stay'],
    answer: ({name}) => ({messages: [textWithReplies(`Hello${name ? `, ${name}` : ' again'}. What are you lighting?`, rooms)]}),
  },
  {
    keywords: ['my name is', 'call me', 'i am called'],
    claims: ({memory, words}) => memory.asked === 'name' && words.trim() !== '',
    answer: rememberName,
  },
  {
    keywords: ['who am i', 'whats my name', 'what is my name'],
    answer: ({name}) =>
      name
        ? {messages: [textMessage(`You are ${name}.`)]}
        : {messages: [textMessage('You have not told me. What is your name?')], memory: {asked: 'name'}},
  },
  {keywords: ['thank you', 'thanks', 'thank you very much', 'great', 'perfect'], answer: () => ({messages: [textMessage('Gladly.')]})},
  {
    keywords: ['who are you', 'are you a bot', 'are you human', 'are you real'],
    answer: () => ({messages: [textMessage('A bot. I know what stands in the catalogue, and I remember only what you just said.')]}),
  },
  {keywords: ['person', 'human', 'agent', 'operator', 'somebody', 'talk to a person', 'real person'], payloads: ['person'], answer: person},
  {payloads: ['transfer'], keywords: ['hand me over', 'transfer'], answer: handOver},
  {keywords: ['goodbye', 'bye bye', 'good night', 'see you', 'end the chat'], answer: commands['bye']!.answer},
  {
    keywords: ['yes', 'ok', 'okay', 'no', 'go on', 'i would have to measure'],
    answer: () => ({messages: [textMessage('Good. I am here when you need something.')]}),
  },
];
