import {Fields, given, wordsOf} from './fields.ts';
import type {Button, DefaultAction, Template, TemplateElement} from './message.ts';
import {isRecord} from './safe-copy.ts';

/** A template whose elements have been read, even if there are none. */
export type ReadTemplate = Template & {elements: readonly TemplateElement[]};

const button = 'a button with a title';

/** Reads a template. A type other than `generic` and `list` belongs to the page, and so do its elements: they are kept whole. */
export function readTemplate(fields: Fields): ReadTemplate {
  const {limits} = fields.reading;
  const type = readType(fields);
  const elements = fields.objects('elements', limits.elements, 'an element', (element) => readElement(element, isStandard(type)));
  const buttons = readButtons(fields);
  return {type, elements, ...given({buttons}), ...fields.extra()};
}

function readType(fields: Fields): string {
  const type = fields.name('type')?.trim();
  if (type === undefined) fields.note('a template with a type was expected; taken as generic');
  const lower = type?.toLowerCase() ?? 'generic';
  return isStandard(lower) ? lower : (type ?? 'generic');
}

/** Whether every client draws templates of this type. */
export function isStandard(type: string): boolean {
  return type === 'generic' || type === 'list';
}

/** @param standard Whether every client draws this element, so that it is left out if it has nothing to show. */
function readElement(fields: Fields, standard: boolean): TemplateElement | undefined {
  const type = fields.name('type')?.trim();
  const element = {
    type,
    title: fields.text('title'),
    subtitle: fields.text('subtitle'),
    image_url: fields.address('image_url'),
    default_action: readDefaultAction(fields),
    buttons: readButtons(fields),
  };
  const shows = element.title ?? element.subtitle ?? element.image_url ?? element.buttons;
  if (shows === undefined && standard && type === undefined) {
    if (!element.default_action) return fields.leaveOut('an element with something to show');
    fields.note('an element that only leads somewhere; its address is taken as its title');
    element.title = element.default_action.url;
  }
  return {...given(element), ...fields.extra()};
}

/** Where a click on the element leads: an object with a `url`, whatever its type, or just the URL. */
function readDefaultAction(fields: Fields): DefaultAction | undefined {
  const value = fields.value('default_action');
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    const url = fields.address('default_action');
    return url === undefined ? undefined : {type: 'web_url', url};
  }
  const action = new Fields(value, fields.at('default_action'), fields.reading);
  action.name('type'); // Whatever it is, a click opens the URL.
  const url = action.address('url');
  return url === undefined ? fields.refuse('default_action', 'an action with a url') : {type: 'web_url', url, ...action.extra()};
}

function readButtons(fields: Fields): readonly Button[] | undefined {
  const buttons = fields.objects('buttons', fields.reading.limits.buttons, 'a button', readButton);
  return buttons.length > 0 ? buttons : undefined;
}

function readButton(fields: Fields): Button | undefined {
  const type = fields.name('type')?.trim() ?? (fields.address('url') === undefined ? 'postback' : 'web_url');
  const lower = type.toLowerCase();
  return lower === 'postback' ? readPostbackButton(fields) : lower === 'web_url' ? readWebUrlButton(fields) : readEventButton(fields, type);
}

function readPostbackButton(fields: Fields): Button | undefined {
  const payload = fields.payload();
  const title = fields.text('title') ?? wordsOf(payload);
  if (title === undefined) return fields.leaveOut(button);
  return {type: 'postback', title, payload: payload === undefined ? title : String(payload), ...fields.extra()};
}

/** A button whose URL is missing or unsafe is still drawn, and leads nowhere. */
function readWebUrlButton(fields: Fields): Button | undefined {
  const url = fields.address('url');
  const title = fields.text('title') ?? url;
  if (title === undefined) return fields.leaveOut(button);
  if (url === undefined) fields.note('a button with a url was expected; it leads nowhere');
  return {type: 'web_url', title, url: url ?? '', ...fields.extra()};
}

/** Everything but the title belongs to the page and is kept as it is. */
function readEventButton(fields: Fields, type: string): Button {
  const title = fields.text('title');
  if (title === undefined) fields.note(`${button} was expected; its type is taken`);
  return {...fields.whole(), type, title: title ?? type};
}
