import type {TextMessage} from '../../src/protocol/message.ts';
import {textMessage} from '../../src/protocol/build.ts';
import type {Sample} from './sample.ts';

const markdown = `### Three things decide it

1. **Height.** 60 to 75 cm above the table.
2. **Width.** A *third* of the table, ~~half of it~~ not more.
3. **Bulb.** E27, at most \`9 W\` LED:
   - warm, 2700 K
   - dims to 5 %
     - with our own dimmer

> Light the table, not the people.

The [hanging guide](https://nordlicht.example/guides/fjell) has drawings, or write to workshop@nordlicht.example.

---

- [x] measured the ceiling
- [ ] chosen the cable`;

const table = `For your ceiling of 230 cm:

| Lamp | Width | Material | Made | Cable |
| :--- | :---: | :--- | :---: | ---: |
| Fjell | 45 cm | oiled bronze, inside enamelled white | Oslo | 96 cm |
| Natt | 28 cm | opal glass, brass handle | Oslo | 104 cm |
| Lys | 31 cm | opal glass | Bergen | 180 cm |`;

const code = `Our dimmer speaks Zigbee:

\`\`\`json
{ "lamp": "fjell-45", "level": 0.4, "kelvin": 2700, "transition": "over ten minutes, as the sun does it" }
\`\`\`

Send it to \`zigbee2mqtt/fjell/set\`.`;

const html =
  'We still have <b>two</b> of them, <i>oiled</i> and <u>brushed</u>.<br>Price: <s>€ 380</s> <strong>€ 349</strong>, code <code>EVENING</code>.' +
  '<ul><li>delivered on Thursday</li><li>or <a href="https://nordlicht.example/visit">fetched in Oslo</a></li></ul>';

const sentences = [
  'The first lamp of the house was a pendant for a kitchen in Grünerløkka, spun from a sheet of bronze on a lathe that still runs.',
  'Its shade was meant to be thrown away after the winter, and hung there for forty years.',
  'Since then every shade has been spun by hand, because a hand feels when the metal gets tired and a machine does not.',
  'The glass comes from a furnace two valleys away; it is white right through, so that no bulb shows as a spot.',
  'Oak is dried for three years under the roof before anybody cuts it.',
  'We keep a drawing of each lamp that left the house, with the name of who made it, and that is why we can mend them.',
  'In the dark months the workshop starts late and ends late: light is judged best when there is none outside.',
];

function long(length: number): string {
  const paragraphs: string[] = [];
  for (let at = 0; paragraphs.join('\n\n').length < length; at++) {
    paragraphs.push(Array.from({length: 4}, (_, index) => sentences[(at * 3 + index) % sentences.length]).join(' '));
  }
  return `${paragraphs.join('\n\n').slice(0, length - 1)}.`;
}

/** Text bodies, from one word to five thousand characters. */
export const words = {
  text: {
    title: 'Text',
    about: 'One line of plain words',
    message: textMessage('Good evening. I know every lamp we make, and I can fetch a person.'),
  },
  'one-word': {title: 'One word', about: 'The smallest bubble there is', message: textMessage('Yes')},
  lines: {title: 'Several lines', about: 'Line breaks stay', message: textMessage('Grubbegata 14\n0179 Oslo\n\nOpen until 18:00')},
  markdown: {title: 'Markdown', about: 'Heading, lists in lists, quotation, links, tasks, a rule', message: textMessage(markdown)},
  table: {title: 'Table', about: 'Wider than the bubble: it scrolls inside itself', message: textMessage(table)},
  code: {title: 'Code', about: 'A block wider than the bubble, and a word of it', message: textMessage(code)},
  html: {title: 'HTML', about: 'The few tags bots use; everything else is cut', message: textMessage(html)},
  'link-in-text': {
    title: 'Links in text',
    about: 'Bare addresses become links',
    message: textMessage('Everything is on https://nordlicht.example/guides or www.nordlicht.example; call +47 22 00 00 00.'),
  },
  'long-word': {
    title: 'One long word',
    about: 'Nothing to break at',
    message: textMessage(`Your tracking number: ${'NORDLICHT0179'.repeat(9)}`),
  },
  emoji: {title: 'Emoji', about: 'Families, flags and skin tones are one sign each', message: textMessage('💡🕯️ 👩‍🏭👨🏽‍🔧 🇳🇴 👍🏿 ❤️‍🔥')},
  long: {title: '5,000 characters', about: 'A body as long as a page', message: textMessage(long(5000))},
  arabic: {
    title: 'Arabic',
    about: 'Right to left, with a number and a Latin name inside',
    message: {...textMessage('علّق مصباح Fjell على ارتفاع **60 سم** فوق الطاولة. أي غرفة تريد أن تضيء؟'), lang: 'ar'},
  },
  hebrew: {
    title: 'Hebrew',
    about: 'Right to left, ending in a question mark',
    message: {...textMessage('ערב טוב! המנורה Lys מתאימה לפינת קריאה, 41 ס"מ. להראות לך?'), lang: 'he'},
  },
  german: {
    title: 'German',
    about: 'Long compounds that should be hyphenated',
    message: {...textMessage('Die Deckenlampenaufhängungsbefestigung liegt bei, das Beleuchtungskörperanschlusskabel ebenso.'), lang: 'de'},
  },
  empty: {
    title: 'Nothing',
    about: 'An empty body with answers below it',
    message: {...textMessage(''), quick_replies: [{content_type: 'text', title: 'Go on'}]},
  },
} satisfies Record<string, Sample<TextMessage>>;
