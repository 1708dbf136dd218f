import {postbackButton, textMessage} from '../../../src/protocol/build.ts';
import {textWithReplies, reply, textWithTemplate} from '../../compose.ts';
import {chapters, onTheWire, samples, sdkExamples} from '../../samples.ts';
import type {Place, Sample} from '../../samples/sample.ts';
import {withOwnPictures} from '../../samples/sdk-examples.ts';
import type {Outcome, Reply, Topic, Turn} from '../turn.ts';
import {commands} from './trouble.ts';

function overview(): Reply {
  const subjects = [...chapters().keys(), 'Examples of the SDK', 'Trouble'].map((chapter) =>
    postbackButton(chapter, `show-chapter:${chapter}`),
  );
  return {
    messages: [
      textWithTemplate('Everything a bot can say. Choose a chapter, or write "show" and a name:', {
        type: 'list',
        elements: [{title: 'Every kind of message', subtitle: `${Object.keys(samples()).length} of them, in the world of this shop`}],
        buttons: subjects,
      }),
    ],
  };
}

function chapter({payload, base, now}: Turn): Reply {
  const name = payload.slice('show-chapter:'.length);
  if (name === 'Trouble')
    return {
      messages: [
        textWithReplies(
          Object.entries(commands)
            .map(([command, {about}]) => `- **${command}**: ${about}`)
            .join('\n'),
          Object.keys(commands).map((command) => reply(command)),
        ),
      ],
    };
  if (name === 'Examples of the SDK')
    return {
      messages: [
        textWithReplies(
          'As its README prints them:',
          sdkExamples.map((example) => reply(`${example.name}: ${example.title}`, `show:sdk ${example.name}`)),
        ),
      ],
    };
  const found = chapters({base, now}).get(name);
  if (!found) return overview();
  return {
    messages: [
      textWithReplies(
        name,
        Object.entries(found).map(([key, {title}]) => reply(title, `show:${key}`)),
      ),
    ],
  };
}

function show(turn: Turn): Outcome {
  const name = wanted(turn);
  const [, example] = /^sdk (\w+)$/.exec(name) ?? [];
  if (example) return showExample(example, turn.place);
  const all: Readonly<Record<string, Sample>> = samples({base: turn.base, now: turn.now});
  const sample = Object.hasOwn(all, name) ? all[name] : Object.values(all).find(({title}) => title.toLowerCase() === name);
  return sample ? {messages: [textMessage(`*${sample.title}.* ${sample.about}.`), onTheWire(sample.message)]} : overview();
}

function showExample(name: string, place: Place): Outcome {
  const example = sdkExamples.find((each) => each.name === name);
  if (!example) return overview();
  const {event} = example.response;
  return {messages: withOwnPictures(example.response, place).map(onTheWire), ...(event === 'end' && {event})};
}

function wanted({payload, said}: Turn): string {
  const asked = payload.startsWith('show:') ? payload.slice('show:'.length) : said.replace(/^show\s+/i, '');
  return asked.trim().toLowerCase();
}

function isKnown(turn: Turn): boolean {
  const name = wanted(turn);
  return /^sdk \w+$/.test(name) || Object.entries(samples()).some(([key, {title}]) => key === name || title.toLowerCase() === name);
}

/** Shows every kind of message. */
export const sampleTopics: readonly Topic[] = [
  {payloads: ['show-chapter:'], answer: chapter},
  {payloads: ['show:'], claims: (turn) => /^show\s+\S/i.test(turn.said) && isKnown(turn), answer: show},
  {
    payloads: ['show'],
    keywords: ['help', 'menu', 'what can you do', 'what you can show', 'everything'],
    claims: ({words}) => words === ' show ' || words === ' help ' || words === ' menu ',
    answer: overview,
  },
];
