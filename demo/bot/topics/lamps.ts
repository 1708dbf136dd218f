import {euros, type Lamp, lamps, parts, type Product, products, rooms} from '../../catalogue.ts';
import {action, postbackButton, textMessage, webUrlButton} from '../../../src/protocol/build.ts';
import {textWithReplies, pageButton, reply, textWithTemplate} from '../../compose.ts';
import {lampCard, partRow} from '../../samples/objects.ts';
import {lampOf, namedLamp, type Reply, type Topic, type Turn, weightOf, wordsOf} from '../turn.ts';

/** A card of a lamp with all its actions. */
export function oneLamp(lamp: Lamp, {place}: Turn): Reply {
  const buttons = [
    postbackButton('Which bulb?', `bulb:${lamp.id}`),
    webUrlButton('Show in the shop', place.shop(lamp.id)),
    pageButton('Put into the basket', 'basket', lamp.id),
  ];
  return {
    messages: [
      textMessage(lamp.more),
      textWithTemplate(`${lamp.name}, ${euros(lamp.price)}`, {type: 'generic', elements: [lampCard(lamp, place, buttons)]}),
    ],
    memory: {lamp: lamp.id},
  };
}

/** A carousel of lamps. */
export function severalLamps(body: string, those: readonly Lamp[], {place}: Turn) {
  const elements = those.map((lamp) =>
    lampCard(lamp, place, [webUrlButton('Show in the shop', place.shop(lamp.id)), postbackButton('Tell me more', `lamp:${lamp.id}`)]),
  );
  return textWithTemplate(body, {type: 'generic', elements});
}

function bulb(turn: Turn): Reply {
  const lamp = lampOf(turn);
  if (!lamp) return whichOne('Which lamp needs a bulb?', 'bulb', turn);
  const dimming = lamp.dims ? 'It dims, with a bulb that does.' : 'It does not dim: its foot only switches.';
  return {
    messages: [
      textWithReplies(`**${lamp.name}** takes ${lamp.bulb}. ${dimming}`, [
        reply('Can I dim it?', `dim:${lamp.id}`),
        reply('How much is it?', `price:${lamp.id}`),
      ]),
    ],
    memory: {lamp: lamp.id},
  };
}

function dimming(turn: Turn): Reply {
  const lamp = lampOf(turn);
  const answer =
    lamp &&
    `${lamp.name} ${lamp.dims ? 'dims **down to 5 %**, with any dimmer for LED.' : 'does not dim; put a bulb of less light into it.'}`;
  const film = reply('Show me', 'show:film');
  const code = 'Our own dimmer speaks Zigbee:\n\n```json\n{ "lamp": "fjell-45",\n  "level": 0.4, "kelvin": 2700 }\n```';
  return {
    messages: [
      ...(answer
        ? [textMessage(answer)]
        : [
            textMessage(
              `${lamps
                .filter(({dims}) => dims)
                .map(({name}) => name)
                .join(', ')} dim.`,
            ),
          ]),
      textWithReplies(code, [film]),
    ],
    ...(lamp && {memory: {lamp: lamp.id}}),
  };
}

function price(turn: Turn): Reply {
  const lamp = lampOf(turn);
  if (lamp)
    return {
      messages: [
        textWithReplies(`${lamp.name} is **${euros(lamp.price)}**, with its cable and the post.`, [
          reply('Tell me more', `lamp:${lamp.id}`),
          reply('Put it into the basket', `put:${lamp.id}`),
        ]),
      ],
      memory: {lamp: lamp.id},
    };
  const rows = lamps.map(({name, price}) => `| ${name} | ${euros(price)} |`).join('\n');
  return {messages: [textMessage(`All of them:\n\n| Lamp | Price |\n| :--- | ---: |\n${rows}`)]};
}

/** Lamps up to a price, of the room being discussed if any of those match. */
function cheaper(turn: Turn): Reply {
  const limit = Number(/\d+/.exec(turn.words)?.[0]);
  const {room} = turn.memory;
  const affordable = lamps.filter(({price}) => price <= limit);
  const fitting = affordable.filter((lamp) => room && lamp.rooms.includes(room));
  const nearest = lamps.toSorted((a, b) => a.price - b.price).slice(0, 1);
  if (affordable.length === 0) return {messages: [severalLamps(`Nothing up to ${euros(limit)}. This one comes nearest:`, nearest, turn)]};
  const body = room && fitting.length ? `For ${rooms[room].name}, up to ${euros(limit)}:` : `Up to ${euros(limit)}:`;
  return {messages: [severalLamps(body, fitting.length ? fitting : affordable, turn)]};
}

function whichOne(body: string, payload: string, {place}: Turn): Reply {
  return {
    messages: [
      textWithReplies(
        body,
        lamps.map((lamp) => reply(lamp.name.split(' ')[0]!, `${payload}:${lamp.id}`, place.picture(lamp.picture))),
      ),
    ],
  };
}

function namedProduct({payload, words}: Turn): string | undefined {
  const [, id] = payload.split(':');
  const isNamed = ({id, synonyms: names, name}: Product) => weightOf([id, ...names, wordsOf(name).trim()], {words}) > 0;
  return (products.find((product) => product.id === id) ?? products.find(isNamed))?.id;
}

/** Asks the page to do it; the page reports the result. */
function onThePage(code: 'basket' | 'highlight') {
  return (turn: Turn): Reply => {
    const product = namedProduct(turn) ?? turn.memory.lamp;
    return product
      ? {messages: [action(code, {product})]}
      : whichOne(code === 'basket' ? 'Which one?' : 'Which one shall I show you?', code === 'basket' ? 'put' : 'point', turn);
  };
}

function partsList({place}: Turn): Reply {
  return {
    messages: [
      textWithTemplate('Spare parts, all of them made here:', {
        type: 'list',
        elements: parts.map((part) => partRow(part, place)),
        buttons: [postbackButton('My lamp is broken', 'repair')],
      }),
    ],
  };
}

/** Lamps, and questions about them. */
export const lampTopics: readonly Topic[] = [
  {payloads: ['bulb'], keywords: ['bulb', 'light bulb', 'which bulb', 'watt', 'e27', 'led', 'kelvin'], answer: bulb},
  {payloads: ['dim:', 'plan:'], keywords: ['dim', 'dims', 'dimmer', 'dimming', 'dimmable', 'zigbee', 'can i dim it'], answer: dimming},
  {
    claims: ({words}) => / (under|below|less than|up to|cheaper than|at most) \d+ (?!cm )/.test(words) && !/ ceiling /.test(words),
    answer: cheaper,
  },
  {payloads: ['price'], keywords: ['price', 'cost', 'how much', 'expensive', 'how much is it', 'how much does it cost'], answer: price},
  {
    payloads: ['put'],
    keywords: ['basket', 'into the basket', 'buy', 'order it', 'i take it', 'add to cart', 'cart'],
    answer: onThePage('basket'),
  },
  {
    payloads: ['point'],
    keywords: ['where on the page', 'on the page', 'point at', 'highlight'],
    claims: (turn) => / (show me|point at|highlight) /.test(turn.words) && namedProduct(turn) !== undefined,
    answer: onThePage('highlight'),
  },
  {payloads: ['parts'], keywords: ['part', 'spare part', 'cable', 'shade', 'textile cable', 'ceiling rose'], answer: partsList},
  {
    payloads: ['lamps'],
    keywords: ['lamp', 'catalogue', 'assortment', 'what do you make', 'all lamps', 'products'],
    answer: (turn) => ({messages: [severalLamps('All that we make:', lamps, turn)]}),
  },
  {
    weak: true,
    payloads: ['lamp:'],
    keywords: lamps.flatMap(({id, synonyms: names}) => [id, ...names]),
    answer: (turn) => oneLamp(namedLamp(turn) ?? lamps[0]!, turn),
  },
];
