import type {TextMessage} from '../../src/protocol/message.ts';
import {textWithReplies, reply} from '../compose.ts';
import type {Place, Sample} from './sample.ts';

const rooms = [reply('Dining', 'room:dining'), reply('Reading', 'room:reading'), reply('Bedroom', 'room:bedroom')];

/** Quick replies in all variants. */
export function answers({picture}: Place) {
  return {
    replies: {
      title: 'Quick replies',
      about: 'Side by side, wrapping',
      message: textWithReplies(
        'What is the light for?',
        [...rooms, reply('A hallway without windows', 'room:hallway'), reply('Somewhere else', 'room:other')],
        {
          quick_replies_orientation: 'horizontal',
        },
      ),
    },
    'replies-vertical': {
      title: 'Quick replies, vertical',
      about: 'One below the other',
      message: textWithReplies(
        'How shall we send it?',
        [
          reply('To my door, Thursday, € 9', 'send:door'),
          reply('To a pick-up point, Friday, free', 'send:point'),
          reply('I fetch it in Oslo, today until 18:00', 'send:fetch'),
        ],
        {
          quick_replies_orientation: 'vertical',
        },
      ),
    },
    'replies-pictures': {
      title: 'Quick replies with pictures',
      about: 'A small picture before each title, one of them missing',
      message: textWithReplies('Which one is it?', [
        reply('Fjell', 'lamp:fjell', picture('fjell')),
        reply('Lys', 'lamp:lys', picture('lys')),
        reply('Skog', 'lamp:skog', picture('skog')),
        reply('Dagg', 'lamp:dagg', picture('dagg')),
        reply('An older one', 'repair', picture('not-there')),
      ]),
    },
    'replies-pictures-vertical': {
      title: 'Quick replies with pictures, vertical',
      about: 'Larger pictures, one below the other',
      message: textWithReplies(
        'Which one is it?',
        [reply('Natt lantern, 28 cm', 'lamp:natt', picture('natt')), reply('Lys table lamp, 41 cm', 'lamp:lys', picture('lys'))],
        {
          quick_replies_orientation: 'vertical',
        },
      ),
    },
    'replies-location': {
      title: 'Asking for the position',
      about: 'The browser asks only after the tap',
      message: textWithReplies('Shall I look how far you are from the shop?', [
        {content_type: 'location', title: 'Share my place'},
        reply('No, thank you', 'visit:no'),
      ]),
    },
    'replies-forty': {
      title: 'Forty quick replies',
      about: 'Every ceiling from 210 to 405 cm; still a few tabs and one scroll away',
      message: textWithReplies(
        'How high is your ceiling?',
        Array.from({length: 40}, (_, index) => reply(`${210 + 5 * index} cm`, 210 + 5 * index)),
      ),
    },
    'replies-long': {
      title: 'Long quick replies',
      about: 'Whole sentences, and one long word',
      message: textWithReplies('What happened to it?', [
        reply(
          'It fell from the table while we were moving house, and now the glass has a crack on the left side that grows',
          'repair:glass',
        ),
        reply('It flickers as soon as I dim it below a third, but only in the evening', 'repair:flicker'),
        reply('Deckenlampenaufhängungsbefestigungsschraube', 'repair:hook'),
      ]),
    },
    'replies-bare': {
      title: 'Quick replies without payload',
      about: 'The title alone goes back',
      message: textWithReplies('Is the ceiling lower than 240 cm?', [reply('Yes'), reply('No'), reply('I would have to measure')]),
    },
    'replies-and-card': {
      title: 'Quick replies and a card',
      about: 'One message with both: both are shown',
      message: textWithReplies(
        'This one dims. Shall I put it aside?',
        [reply('Yes, please', 'aside:fjell'), reply('Another one', 'lamps')],
        {
          template: {
            type: 'generic',
            elements: [{title: 'Fjell pendant', subtitle: 'Oiled bronze, 45 cm. € 349', image_url: picture('fjell')}],
          },
        },
      ),
    },
  } satisfies Record<string, Sample<TextMessage>>;
}
