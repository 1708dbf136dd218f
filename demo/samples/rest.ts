import type {ActionMessage, IsWritingMessage, TextMessage, UnknownMessage} from '../../src/protocol/message.ts';
import {action} from '../../src/protocol/build.ts';
import type {Place, Sample} from './sample.ts';

const call = {code: 'message', type: 'video-call', room: 'workshop-2', with: 'Mira Halvorsen', body: 'Mira can show it to you by video.'};

/** Messages that render nothing, and those that need a custom renderer of the page. */
export function rest({picture}: Place) {
  return {
    action: {
      title: 'Action',
      about: 'Calls the page: the shop points at Fjell. Draws nothing',
      message: action('highlight', {product: 'fjell'}),
    },
    'set-agent': {
      title: 'Somebody speaks',
      about: 'Name and picture of the header change',
      message: action('setAgent', {nickname: 'Mira Halvorsen', avatar: picture('mark'), status: 'Workshop'}),
    },
    'is-writing': {
      title: 'The bot is writing',
      about: 'Dots until the next message, at most half a minute',
      message: {code: 'message', type: 'iswriting'},
    },
    unknown: {
      title: 'Unknown type',
      about: 'A type of this shop alone, for a renderer of the page',
      noted: true as const,
      message: {code: 'message', type: 'unknown', kind: 'video-call', original: call},
    },
    'custom-template': {
      title: 'Custom template',
      about: 'A template of a type of its own: its title and button are shown where no renderer is set',
      message: {
        code: 'message',
        type: 'text',
        body: 'Light through the day:',
        template: {
          type: 'light_plan',
          elements: [
            {title: 'Evening', subtitle: '2200 K from 20:00', buttons: [{type: 'postback', title: 'Change it', payload: 'plan:evening'}]},
          ],
          extra: {curve: [0, 0.2, 0.8, 1, 0.6, 0.1]},
        },
      },
    },
    'custom-element': {
      title: 'Custom element',
      about: 'A generic template whose element has a type of its own',
      message: {
        code: 'message',
        type: 'text',
        body: 'Compare them:',
        template: {
          type: 'generic',
          elements: [{type: 'lamp_compare', title: 'Fjell and Natt', extra: {lamps: ['fjell', 'natt'], by: 'width'}}],
        },
      },
    },
  } satisfies Record<string, Sample<ActionMessage | IsWritingMessage | UnknownMessage | TextMessage>>;
}
