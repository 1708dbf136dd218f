import {type Lamp, lamps, rooms, type Room} from '../../catalogue.ts';
import {textMessage} from '../../../src/protocol/build.ts';
import {textWithReplies, reply} from '../../compose.ts';
import {type Reply, type Topic, type Turn, weightOf} from '../turn.ts';
import {severalLamps} from './lamps.ts';

/** Height of a table, and from there to a lamp above it, in centimetres. */
const tableHeight = 75;
const overTable = 60;

const lowCeiling = 230;

/** Marks numbers that are not a length, even if the bot has asked for one. */
const notALength = / (under|below|less|up to|cheaper|at most|euros?|order) /;

const numbers = ['None', 'One', 'Two', 'Three', 'Four', 'Five'];

const followUps = [reply('Which bulb?', 'bulb'), reply('Talk to a person', 'person')];

function roomIn({payload, words}: Turn): Room | undefined {
  const [, id = ''] = payload.split(':');
  if (Object.hasOwn(rooms, id)) return id as Room;
  return (Object.keys(rooms) as Room[]).find((room) => weightOf(rooms[room].called, {words}) > 0);
}

type Measured = 'table' | 'ceiling';
type Measures = {[M in Measured]?: number};

/** Length of the table and height of the ceiling, if mentioned: "a table of 160 cm, the ceiling is 2.3 m". */
function measuresIn({said, payload, words}: Turn): Measures {
  // The quick replies with forty heights send bare numbers.
  if (/^\d{3}$/.test(payload)) return {ceiling: Number(payload)};
  const measures: Measures = / ceiling /.test(words) && / low /.test(words) ? {ceiling: lowCeiling} : {};
  for (const found of [...said.matchAll(/(\d+(?:[.,]\d+)?)\s*(cm|m)?\b/gi)].toReversed()) {
    const [written, number = '', unit = ''] = found;
    const value = Number(number.replace(',', '.'));
    const what = measuredAt(said, found.index, found.index + written.length);
    measures[what] = Math.round(unit.toLowerCase() === 'm' || value < 10 ? value * 100 : value);
  }
  return measures;
}

/** What the number at this position measures: the nearest thing named, preferably before it; otherwise the table. */
function measuredAt(said: string, start: number, end: number): Measured {
  const named = [...said.matchAll(/table|ceiling/gi)].map((match) => {
    const before = match.index < start;
    return {what: match[0].toLowerCase() as Measured, distance: before ? start - match.index - match[0].length : match.index - end + 0.5};
  });
  return named.toSorted((a, b) => a.distance - b.distance)[0]?.what ?? 'table';
}

function room(turn: Turn): Reply {
  const found = roomIn(turn);
  const {table, ceiling} = measuresIn(turn);
  if (found === 'dining' && (table || ceiling)) return recommendPendants(turn);
  if (!found)
    return {
      messages: [
        textWithReplies(
          'Which room is it?',
          (Object.keys(rooms) as Room[]).map((each) => reply(rooms[each].name, `room:${each}`)),
        ),
      ],
    };
  const fitting = lamps.filter((lamp) => lamp.rooms.includes(found));
  const lengths = [reply('120 cm'), reply('160 cm'), reply('200 cm')];
  const last =
    found === 'dining' ? textWithReplies('How long is the table?', lengths) : textWithReplies('Shall I tell you more?', followUps);
  return {
    messages: [textMessage(rooms[found].advice), severalLamps(`For ${rooms[found].name}:`, fitting, turn), last],
    memory: {room: found, ...(found === 'dining' && {asked: 'table'})},
    data: {room: found},
  };
}

/** Recommends pendants that fit the table and leave enough room below the ceiling. */
function recommendPendants(turn: Turn): Reply {
  const {table, ceiling} = measuresIn(turn);
  const widest = table === undefined ? undefined : Math.ceil(table / 3 / 5) * 5;
  const free = ceiling === undefined ? undefined : ceiling - tableHeight - overTable;
  const fitting = lamps.filter(
    ({hangs, rooms, width}) => rooms.includes('dining') && width <= (widest ?? width) && hangs <= (free ?? hangs),
  );
  const memory = {room: 'dining', lamp: fitting[0]?.id} as const;
  if (fitting.length === 0)
    return {
      messages: [
        textWithReplies('Nothing of ours should hang there. A lamp on the table, or beside it?', [
          reply('Lys', 'lamp:lys'),
          reply('Skog', 'lamp:skog'),
        ]),
      ],
      memory,
    };

  const width = widest === undefined ? '' : `, no wider than ${widest} cm`;
  const below = ceiling === undefined ? '' : ceiling <= 240 ? ' a low ceiling' : ` a ceiling of ${ceiling} cm`;
  const count = `${numbers[fitting.length]} ${fitting.length === 1 ? 'fits' : 'fit'}${below}:`;
  const lengths = free === undefined || ceiling === undefined ? [] : [textWithReplies(cableTable(fitting, ceiling, free), followUps)];
  const shownLamps = severalLamps(`Hang it **${overTable} cm above the table**${width}. ${count}`, fitting, turn);
  return {messages: lengths.length ? [shownLamps, ...lengths] : [{...shownLamps, quick_replies: followUps}], memory};
}

function cableTable(those: readonly Lamp[], ceiling: number, free: number): string {
  const rows = those.map(({name, width}) => `| ${name} | ${width} cm | ${free} cm |`).join('\n');
  return `For your ceiling of ${ceiling} cm:\n\n| Lamp | Width | Hangs down |\n| :--- | :--- | ---: |\n${rows}`;
}

/** Finding the lamp for a room. */
export const choosingTopics: readonly Topic[] = [
  {claims: ({memory, words}) => memory.asked === 'table' && /\d/.test(words) && !notALength.test(words), answer: recommendPendants},
  {
    claims: ({payload, words}) => /^\d{3}$/.test(payload) || (/ ceiling /.test(words) && !/ ceiling rose/.test(words)),
    answer: recommendPendants,
  },
  {payloads: ['room:'], keywords: [...Object.values(rooms).flatMap(({called}) => called), 'room', 'lighting', 'light for'], answer: room},
];
