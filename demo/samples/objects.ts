import type {Button, TemplateElement, TextMessage} from '../../src/protocol/message.ts';
import {euros, type Lamp, lamps, parts, type Product} from '../catalogue.ts';
import {postbackButton, webUrlButton} from '../../src/protocol/build.ts';
import {pageButton, textWithTemplate} from '../compose.ts';
import type {Place, Sample} from './sample.ts';

/** A lamp as a card. */
export function lampCard(lamp: Lamp, place: Place, buttons: readonly Button[]): TemplateElement {
  return {
    title: lamp.name,
    subtitle: `${lamp.line} ${euros(lamp.price)}`,
    image_url: place.picture(lamp.picture),
    default_action: {type: 'web_url', url: place.shop(lamp.id)},
    buttons,
  };
}

/** A spare part as a row. */
export function partRow(part: Product, place: Place): TemplateElement {
  return {title: part.name, subtitle: part.line, image_url: place.picture(part.picture), buttons: [pageButton('Add', 'basket', part.id)]};
}

function elements(place: Place, buttons: (lamp: Lamp) => readonly Button[]): TemplateElement[] {
  return lamps.map((lamp) => lampCard(lamp, place, buttons(lamp)));
}

function cards(place: Place) {
  const [fjell] = elements(place, (lamp) => [
    postbackButton('Which bulb?', `bulb:${lamp.id}`),
    webUrlButton('Show in the shop', place.shop(lamp.id)),
    pageButton('Put into the basket', 'basket', lamp.id),
  ]);
  return {
    card: {
      title: 'Card',
      about: 'A button that answers, one that leaves and one that acts on the page',
      message: textWithTemplate('This one fits a table of 160 cm:', {type: 'generic', elements: [fjell!]}),
    },
    'card-without-picture': {
      title: 'Card without picture',
      about: 'Words and buttons only',
      message: textWithTemplate('Our guarantee', {
        type: 'generic',
        elements: [
          {
            title: 'Repaired for life',
            subtitle: 'What we made we mend, whoever bought it.',
            buttons: [postbackButton('What does it cost?', 'repair'), postbackButton('How long does it take?', 'repair:time')],
          },
        ],
      }),
    },
    'card-broken-picture': {
      title: 'Card with a missing picture',
      about: 'The box stays, with a sign and words',
      message: textWithTemplate('The other one:', {
        type: 'generic',
        elements: [{...fjell!, title: 'Skog floor lamp', subtitle: 'Oak and linen, 152 cm. € 420', image_url: place.picture('not-there')}],
      }),
    },
    'card-title-only': {
      title: 'Card of a title',
      about: 'The least an element may be',
      message: textWithTemplate('', {type: 'generic', elements: [{title: 'Fjell pendant'}]}),
    },
    'card-many-buttons': {
      title: 'Card with fifteen buttons',
      about: 'More than any phone shows at once',
      message: textWithTemplate('Everything about Lys:', {
        type: 'generic',
        elements: [
          {
            title: 'Lys table lamp',
            buttons: Array.from({length: 15}, (_, index) => postbackButton(`Question ${index + 1} of fifteen`, `question:${index + 1}`)),
          },
        ],
      }),
    },
    'card-long': {
      title: 'Card of many words',
      about: 'Whatever a shop would say of a lamp is shown whole',
      message: textWithTemplate('A long story:', {
        type: 'generic',
        elements: [
          {
            title: 'Fjell pendant for a table of 160 cm under a ceiling of 230 cm in a kitchen that is also the dining room',
            subtitle:
              'Spun by hand from bronze, oiled and never lacquered, so it darkens where it is touched. The cable is 96 cm and can be shortened without tools. Inside it is enamelled white, which makes it as bright at 6 W as others are at 9.',
            image_url: place.picture('fjell'),
            buttons: [postbackButton('I would like to know which bulb goes into it and where I get one', 'bulb:fjell')],
          },
        ],
      }),
    },
    'unsafe-links': {
      title: 'Links nobody should follow',
      about: 'A script and a login in an address: readable, never opened',
      noted: true as const,
      message: textWithTemplate('Two links that lead nowhere good:', {
        type: 'generic',
        elements: [
          {
            title: 'Not from us',
            buttons: [webUrlButton('A script', 'javascript:alert(1)'), webUrlButton('A login', 'https://bank.example@evil.example/')],
          },
        ],
      }),
    },
  } satisfies Record<string, Sample<TextMessage>>;
}

function rows(place: Place) {
  return {
    carousel: {
      title: 'Carousel',
      about: 'Five cards; the next one peeks in',
      message: textWithTemplate('All that we make:', {
        type: 'generic',
        elements: elements(place, (lamp) => [
          webUrlButton('Show in the shop', place.shop(lamp.id)),
          postbackButton('Tell me more', `lamp:${lamp.id}`),
        ]),
      }),
    },
    'carousel-uneven': {
      title: 'Uneven carousel',
      about: 'Cards with and without picture, words and buttons stay of one height',
      message: textWithTemplate('Three very different ones:', {
        type: 'generic',
        elements: [
          {title: 'Fjell pendant', image_url: place.picture('fjell')},
          {
            title: 'Repaired for life',
            subtitle: 'What we made we mend, whoever bought it. Send a picture of the damage and we say what it costs.',
            buttons: [postbackButton('Repairs', 'repair')],
          },
          {
            title: 'Natt lantern',
            subtitle: 'Hangs or stands',
            image_url: place.picture('not-there'),
            buttons: [postbackButton('Tell me more', 'lamp:natt'), pageButton('Put into the basket', 'basket', 'natt')],
          },
        ],
      }),
    },
    list: {
      title: 'List',
      about: 'Pictures, a button in each row, one below all',
      message: textWithTemplate('Spare parts for Lys and Fjell:', {
        type: 'list',
        elements: parts.map((part) => partRow(part, place)),
        buttons: [postbackButton('All spare parts', 'parts')],
      }),
    },
    'list-of-words': {
      title: 'List of words',
      about: 'Rows without pictures that lead somewhere',
      message: textWithTemplate('To read:', {
        type: 'list',
        elements: [
          {title: 'Hanging a lamp', subtitle: 'Five steps and a drawing', default_action: {type: 'web_url', url: place.shop('fjell')}},
          {
            title: 'Light by the hour',
            subtitle: 'Why evenings want less of it',
            default_action: {type: 'web_url', url: place.shop('rooms')},
          },
          {title: 'Care of bronze', subtitle: 'A dry cloth. That is all.', default_action: {type: 'web_url', url: place.shop('workshop')}},
        ],
      }),
    },
  } satisfies Record<string, Sample<TextMessage>>;
}

/** Cards, carousels and lists. */
export function objects(place: Place) {
  return {...cards(place), ...rows(place)};
}
