import type {BotResponse} from '../../src/protocol/exchange.ts';
import type {BotMessage, QuickReply} from '../../src/protocol/message.ts';
import type {Place} from './sample.ts';
import {templates} from './sdk-templates.ts';

/** An answer printed in the README of the Vivocha Bot SDK. */
export interface SdkExample {
  /** Its number there, or a name if it has none. */
  name: string;
  title: string;
  response: BotResponse;
  /** Whether the reader has to repair it: the SDK's own example violates its schema. */
  broken?: true;
}

const uploads = 'https://www.vivocha.com/wp-content/uploads';

function reply(title: string, payload: string, image_url?: string): QuickReply {
  return {content_type: 'text', title, payload, ...(image_url && {image_url})};
}

function response(message: BotMessage, data: Record<string, string> | undefined = {}): BotResponse {
  return {messages: [message], event: 'continue', data};
}

const colours = [reply('Red', 'red 1'), reply('Blue', 'blue 2'), reply('White', 'white 3')];
const which = {code: 'message', type: 'text', body: 'Just an example of quick replies... which color?', quick_replies: colours} as const;

const team = [
  reply('Federico', 'federico 1', `${uploads}/2017/03/team_federico.png`),
  reply('Andrea', 'andrea 2', `${uploads}/2017/03/team_andrea.png`),
  reply('Antonio', 'antonio 3', `${uploads}/2017/05/team-antonio.png`),
  reply('Marco', 'marco 4', `${uploads}/2017/03/Marco_Amadori.png`),
];

const moon: BotMessage = {
  code: 'message',
  type: 'attachment',
  url: 'https://upload.wikimedia.org/wikipedia/commons/c/c9/Moon.jpg',
  meta: {mimetype: 'image/jpeg', desc: 'Moon, not the dark side', ref: 'moon-1'},
};

const scream: BotMessage = {
  code: 'message',
  type: 'attachment',
  url: 'https://media.giphy.com/media/l1KsqYM8Zt3yG3tVS/giphy.gif',
  meta: {originalUrl: '', originalName: 'Scream.gif', mimetype: 'image/gif'},
};

const wit: BotResponse = {
  ...response(
    {code: 'message', type: 'text', body: 'Thank you Antonio Watson, do you prefer to be contacted by email or by phone?'},
    {name: 'Antonio Watson'},
  ),
  context: {contexts: ['recontact_by_email_or_phone']},
};

const alice = response(
  {
    code: 'message',
    type: 'text',
    body: 'Hello Alice, please choose a color...',
    quick_replies: [reply('Red', 'red'), reply('Blue', 'blue'), reply('White', 'white')],
  },
  {name: 'Alice'},
);

const transfer: BotResponse = {
  event: 'end',
  messages: [{code: 'message', type: 'text', body: "OK I'm transferring you to a sales agent. Bye! 😊"}],
  data: {firstname: 'Daenerys', lastname: 'Targaryen', transferToAgent: 'sales'},
};

/** All answers in the README of the Bot SDK: its examples 1 to 9, then those without a number. */
export const sdkExamples: readonly SdkExample[] = [
  {name: '1', title: 'Quick replies', response: response(which)},
  {name: '2', title: 'Quick replies, vertical', response: response({...which, quick_replies_orientation: 'vertical'})},
  {
    name: '3',
    title: 'Quick replies with images',
    response: response({code: 'message', type: 'text', body: 'Choose a team member', quick_replies: team}),
  },
  {name: '4', title: 'A generic template', response: templates[4]},
  {name: '5', title: 'A carousel of generic templates', response: templates[5]},
  {name: '6', title: 'A list template', response: templates[6]},
  {name: '7', title: 'A list template with links', response: templates[7]},
  {name: '8', title: 'An attachment from the secure storage', response: {messages: [moon], event: 'continue', context: {}}},
  {name: '9', title: 'An attachment sent directly', response: {messages: [scream], event: 'continue'}, broken: true},
  {name: 'event', title: 'A custom event button', response: templates.event},
  {name: 'wit', title: 'A text answer', response: wit},
  {name: 'alice', title: 'An answer with quick replies', response: alice},
  {name: 'list', title: 'An answer with a list template', response: templates.list},
  {name: 'transfer', title: 'A transfer to a person', response: transfer},
];

/** Picture URLs of the examples, and the shop's replacements. */
const ownPictures: readonly (readonly [theirs: RegExp, own: (place: Place) => string])[] = [
  [/https:[^"]*Scottish_Fold\.jpg/g, ({picture}) => picture('fjell')],
  [/https:[^"]*Ragdoll[^"]*\.jpg/g, ({picture}) => picture('natt')],
  [/https:[^"]*federico\.png/g, ({picture}) => picture('lys')],
  [/https:[^"]*andrea\.png/g, ({picture}) => picture('skog')],
  [/https:[^"]*antonio\.png/g, ({picture}) => picture('dagg')],
  [/https:[^"]*Amadori\.png/g, ({picture}) => picture('natt')],
  [/https:[^"]*Moon\.jpg/g, ({media}) => media('natt.jpg')],
  [/https:[^"]*giphy\.gif/g, ({media}) => media('room.jpg')],
];

/** The messages of an example with the shop's pictures, for pages that load nothing from other hosts. */
export function withOwnPictures({messages}: BotResponse, place: Place): BotMessage[] {
  const text = ownPictures.reduce((changed, [theirs, own]) => changed.replace(theirs, () => own(place)), JSON.stringify(messages));
  return JSON.parse(text) as BotMessage[];
}
