import {element, genericTemplate, listTemplate, postbackButton, quickReplies, textMessage, webUrlButton} from '../../src/protocol/build.ts';
import type {TextMessage} from '../../src/protocol/message.ts';

export type ThemeName = 'bank' | 'shop' | 'playful';

interface Theme {
  /** Name of the site. */
  name: string;
  about: string;
  avatar: string;
  subtitle: string;
  note: string;
  greeting: TextMessage;
  /** The quick reply that the visitor chooses. */
  chosen: string;
  answer: TextMessage;
}

const picture = (name: string) => `${location.origin}/themes/${name}.svg`;
const lamp = (name: string) => `${location.origin}/pictures/${name}.svg`;

const card = (title: string, subtitle: string, image: string) =>
  element(title, {subtitle, image_url: image, buttons: [postbackButton('Block')]});
const bicycle = (title: string, subtitle: string, image: string) =>
  element(title, {subtitle, image_url: picture(image), buttons: [postbackButton('This one!')]});
const pendant = (title: string, subtitle: string, image: string) =>
  element(title, {subtitle, image_url: lamp(image), buttons: [webUrlButton('Show in the shop', `${location.origin}/#${image}`)]});

/** Three very different sites by the name of their style sheet, with the conversation on each. */
export const themes: Record<ThemeName, Theme> = {
  bank: {
    name: 'Hafenbank',
    about: 'Cool, square, quiet: ruled lines in place of fills',
    avatar: picture('bank'),
    subtitle: 'Secure, you are signed in',
    note: 'We never ask for your PIN.',
    greeting: textMessage('Good morning. What is it about?', {quick_replies: quickReplies(['A transfer', 'My card is gone'])}),
    chosen: 'My card is gone',
    answer: textMessage('I am sorry. **Which one is it?** Blocking takes effect at once.', {
      template: listTemplate(
        [
          card('Debit, ends 4417', 'Last used today, 07:52', picture('debit')),
          card('Credit, ends 9020', 'Last used on Tuesday', picture('credit')),
        ],
        [postbackButton('All cards')],
      ),
      quick_replies: quickReplies(['Neither', 'Call me']),
    }),
  },
  shop: {
    name: 'Nordlicht',
    about: 'Warm paper and one ember: as it comes',
    avatar: lamp('mark'),
    subtitle: 'Answers at once',
    note: 'Answers come from a bot.',
    greeting: textMessage('Good evening. What are you lighting?', {quick_replies: quickReplies(['A dining table', 'A place to read'])}),
    chosen: 'A dining table',
    answer: textMessage('Hang it **60 cm above the table**, no wider than 55 cm. Two fit:', {
      template: genericTemplate(
        pendant('Fjell pendant', 'Oiled bronze, 45 cm, dims', 'fjell'),
        pendant('Natt lantern', 'Hangs or stands, 28 cm', 'natt'),
      ),
      quick_replies: quickReplies(['Which bulb?', 'Talk to a person']),
    }),
  },
  playful: {
    name: 'Zippel',
    about: 'Round, bright, cobalt on lemon',
    avatar: picture('zippel'),
    subtitle: 'Ringing its bell',
    note: 'Zippel is a bot.',
    greeting: textMessage('Ding dong! How tall are you?', {quick_replies: quickReplies(['Not yet 100 cm', '112 cm and very brave'])}),
    chosen: '112 cm and very brave',
    answer: textMessage('Then **16 inch** it is. Bell included.', {
      template: genericTemplate(
        bicycle('Comet 16', 'From 105 cm, 6.1 kg', 'comet'),
        bicycle('Frog 16', 'From 108 cm, 5.9 kg', 'frog'),
        bicycle('Wave 20', 'From 118 cm, 7 kg', 'wave'),
      ),
      quick_replies: quickReplies(['Any colour?', 'Try one near me']),
    }),
  },
};
