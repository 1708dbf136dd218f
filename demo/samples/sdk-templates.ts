import type {BotResponse} from '../../src/protocol/exchange.ts';
import type {Button, Template, TemplateElement} from '../../src/protocol/message.ts';

const cats = 'https://upload.wikimedia.org/wikipedia/commons/thumb';
const fold = `${cats}/5/5d/Adult_Scottish_Fold.jpg/1920px-Adult_Scottish_Fold.jpg`;
const ragdoll = `${cats}/c/c0/Tajeschidolls_Beren_of_LoveLorien_Ragdoll_Seal_Mink_Lynx_Bicolor.jpg/1024px-Tajeschidolls_Beren_of_LoveLorien_Ragdoll_Seal_Mink_Lynx_Bicolor.jpg`;

const more: Button = {type: 'postback', title: 'More', payload: 'view_more'};

function cat(subtitle: string, image_url: string): TemplateElement {
  const url = 'https://en.wikipedia.org/wiki/Cat';
  return {
    title: 'Meow!',
    image_url,
    subtitle,
    default_action: {type: 'web_url', url},
    buttons: [
      {type: 'web_url', url, title: 'View Website'},
      {type: 'postback', title: 'OK', payload: 'ok abcd 123'},
    ],
  };
}

function row(title: string, subtitle: string, url: string, button?: Button): TemplateElement {
  return {title, subtitle, default_action: {type: 'web_url', url}, ...(button && {buttons: [button]})};
}

function response(body: string, template: Template, data: Record<string, string> = {}): BotResponse {
  return {messages: [{code: 'message', type: 'text', body, template}], event: 'continue', data};
}

const vivocha = 'https://www.vivocha.com';

/** The examples with a template in the Bot SDK's README, by their number or name there. */
export const templates = {
  4: response('Just an example of generic template:', {type: 'generic', elements: [cat('We have the right cat for everyone.', fold)]}),
  5: response('Just an example of generic template:', {type: 'generic', elements: [cat('Scottish fold', fold), cat('Ragdoll', ragdoll)]}),
  6: response('List template', {
    type: 'list',
    elements: [
      row(
        'Documentation part 1 - 2018',
        "All documents about our products available in 2018. Advertisement, User's guides, technical info...",
        vivocha,
      ),
      row(
        'Documentation part 2 - 2017',
        "All documents about our products available in 2017. Advertisement, User's guides, technical info...",
        vivocha,
      ),
      row('Documentation part 3 - 2011-2016', 'All deprecated documents about old products no more available...', vivocha),
    ],
    buttons: [more],
  }),
  7: response('list template', {
    type: 'list',
    elements: [
      row('Visit our website', 'All our products in one place. News, plans, tips, prices.', 'https://www.pintux.it', {
        title: 'View',
        type: 'web_url',
        url: 'https://www.pintux.it',
      }),
      row('Technical documentation', 'Technical info, API documentation, tutorials and more...', 'https://www.lensculture.com', {
        title: 'OK',
        type: 'postback',
        payload: 'OK-123',
      }),
    ],
    buttons: [more],
  }),
  event: response('Just an event', {
    type: 'generic',
    elements: [
      {
        title: 'You can fire the following page events',
        buttons: [{type: 'page_event', reason: 'test', params: {a: 10, b: 'ok'}, title: 'Fire a custom event'}],
      },
    ],
  }),
  list: response(
    'A list template',
    {
      type: 'list',
      elements: [
        row('Item 1', 'This is the subtitle for the item number one linked to the Vivocha website', vivocha),
        row('Item 2', 'This is the subtitle for the item number two linked to the Vivocha Tech blog', 'http://tech.vivocha.com'),
        row('Item 3', 'This is the subtitle for the item number three linked to the Vivocha Team webpage', `${vivocha}/team`),
      ],
      buttons: [more],
    },
    {name: 'Alice'},
  ),
} satisfies Record<string, BotResponse>;
