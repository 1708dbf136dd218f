import {orders} from '../../catalogue.ts';
import {postbackButton, textMessage, webUrlButton} from '../../../src/protocol/build.ts';
import {textWithReplies, reply, textWithTemplate} from '../../compose.ts';
import {closingHour, osloDay, osloHour} from '../../oslo.ts';
import type {Reply, Topic, Turn} from '../turn.ts';

function orderIn(words: string): string | undefined {
  const [, number] = / nl (\d{3,5}) /.exec(words) ?? / (\d{4}) /.exec(words) ?? [];
  return number && `NL-${number}`;
}

function order(turn: Turn): Reply {
  const told = turn.request.data?.['order'];
  const number = orderIn(turn.words) ?? (typeof told === 'string' ? told : undefined);
  if (!number)
    return {
      messages: [
        textWithReplies('What is its number? It begins with NL and stands on the confirmation.', [
          reply('NL-1042'),
          reply('I have none', 'person'),
        ]),
      ],
      memory: {asked: 'order'},
    };
  const found = orders.get(number);
  if (!found) return {messages: [textMessage(`I find no order ${number}. Numbers look like NL-1042.`)], memory: {asked: 'order'}};
  const parcel = found.parcel ? `\n\nParcel: \`${found.parcel}\`` : '';
  return {
    messages: [textMessage('One moment.'), textMessage(`I found your order: ${found.what}.`), textMessage(`${found.state}${parcel}`)],
    data: {order: number},
  };
}

function delivery(): Reply {
  const ways = [
    reply('To my door, Thursday, € 9', 'send:door'),
    reply('To a pick-up point, Friday, free', 'send:point'),
    reply('I fetch it in Oslo, today until 18:00', 'send:fetch'),
  ];
  return {messages: [textWithReplies('How shall we send it?', ways, {quick_replies_orientation: 'vertical'})]};
}

const sent: Readonly<Record<string, string>> = {
  'send:door': 'Then it comes to your door on Thursday, between 8 and 16. The box goes back with the driver.',
  'send:point': 'Then it waits for you from Friday on, for two weeks.',
  'send:fetch': 'Then we keep it for you at the counter in Grubbegata 14.',
};

function hours({now}: Turn): Reply {
  const day = osloDay(now);
  const closes = closingHour(day);
  const hour = osloHour(now);
  const today =
    closes === undefined
      ? 'Closed today.'
      : hour < 10
        ? 'We open at 10 today.'
        : hour < closes
          ? `Open now, until ${closes}:00.`
          : 'Closed for today.';
  const week = '| | |\n| :--- | ---: |\n| Monday to Friday | 10 to 18 |\n| Saturday | 10 to 16 |\n| Sunday | closed |';
  return {messages: [textMessage(`${today}\n\n${week}`)]};
}

function repair({payload}: Turn): Reply {
  if (payload === 'repair:time') return {messages: [textMessage('Two weeks for glass and cable, four for bronze.')]};
  const costs = 'What we made we mend, **whoever bought it**. A cable is € 24, a shade € 62; the work is free.';
  return {
    messages: [
      textWithTemplate(costs, {
        type: 'generic',
        elements: [
          {
            title: 'Repaired for life',
            subtitle: 'Send a picture of the damage and we say what it costs before you pack.',
            buttons: [
              postbackButton('Spare parts', 'parts'),
              postbackButton('How long does it take?', 'repair:time'),
              postbackButton('Show me the guide', 'files:guide'),
            ],
          },
        ],
      }),
    ],
  };
}

function returns({place}: Turn): Reply {
  return {
    messages: [
      textWithTemplate('A hundred days: light it, live with it, and send it back if it is not yours.', {
        type: 'generic',
        elements: [
          {
            title: 'Sending it back',
            subtitle: 'In its own box. We pay the post.',
            buttons: [webUrlButton('How it is packed', place.shop('repair')), postbackButton('Where is my money?', 'person')],
          },
        ],
      }),
    ],
  };
}

/** Orders, delivery, returns and repairs. */
export const serviceTopics: readonly Topic[] = [
  {
    payloads: ['order'],
    keywords: ['order', 'my order', 'where is my order', 'parcel', 'track', 'tracking'],
    claims: ({memory, words}) => / nl \d{3,5} /.test(words) || (memory.asked === 'order' && orderIn(words) !== undefined),
    answer: order,
  },
  {
    payloads: ['send:'],
    keywords: ['deliver', 'delivery', 'ship', 'shipping', 'post', 'send it', 'how long does it take to deliver'],
    answer: ({payload}) => (sent[payload] ? {messages: [textMessage(sent[payload])], data: {delivery: payload.slice(5)}} : delivery()),
  },
  {payloads: ['return'], keywords: ['return', 'send back', 'send it back', 'give back', 'refund', 'money back'], answer: returns},
  {keywords: ['open', 'opening hours', 'hours', 'closed', 'when do you open', 'when are you open'], answer: hours},
  {
    payloads: ['repair', 'question:'],
    keywords: ['repair', 'broken', 'broke', 'crack', 'flickers', 'damage', 'warranty', 'guarantee', 'mend', 'fix'],
    answer: repair,
  },
  {
    payloads: ['aside:'],
    keywords: ['put aside', 'keep it for me'],
    answer: () => ({messages: [textMessage('It stands aside with your name on it until Saturday.')]}),
  },
];
