import {Fields, given, type Reading} from './fields.ts';
import type {Button, DefaultAction, Template, TemplateElement} from './message.ts';
import {isRecord} from './safe-copy.ts';

/** A template whose elements have been read, even if there are none. */
export type ReadTemplate = Template & {elements: readonly TemplateElement[]};

/** Reads a template. A type other than `generic` and `list` belongs to the page, and so do its elements: they are kept whole. */
export function readTemplate(fields: Fields): ReadTemplate {
  const {limits} = fields.reading;
  const type = readType(fields);
  const standard = type === 'generic' || type === 'list';
  const elements = fields.list('elements', limits.elements, (item, path) => readElement(item, path, {reading: fields.reading, standard}));
  const buttons = readButtons(fields);
  return {type, elements, ...given({buttons}), ...fields.extra()};
}

function readType(fields: Fields): string {
  const type = fields.name('type')?.trim();
  if (type === undefined) fields.note('a template with a type was expected; taken as generic');
  const lower = type?.toLowerCase() ?? 'generic';
  return lower === 'generic' || lower === 'list' ? lower : (type ?? 'generic');
}

interface ElementOptions {
  reading: Reading;
  /** Whether every client draws this type, so that elements with nothing to show are dropped. */
  standard: boolean;
}

function readElement(item: unknown, path: string, {reading, standard}: ElementOptions): TemplateElement | undefined {
  if (!isRecord(item)) {
    reading.note(path, 'an element was expected; left out');
    return undefined;
  }
  const fields = new Fields(item, path, reading);
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
    if (!element.default_action) {
      fields.note('an element with something to show was expected; left out');
      return undefined;
    }
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
  const buttons = fields.list('buttons', fields.reading.limits.buttons, (item, path) => readButton(item, path, fields.reading));
  return buttons.length > 0 ? buttons : undefined;
}

function readButton(item: unknown, path: string, reading: Reading): Button | undefined {
  if (!isRecord(item)) {
    reading.note(path, 'a button was expected; left out');
    return undefined;
  }
  const fields = new Fields(item, path, reading);
  const type = fields.name('type')?.trim() ?? (fields.address('url') === undefined ? 'postback' : 'web_url');
  const lower = type.toLowerCase();
  return lower === 'postback' ? readPostbackButton(fields) : lower === 'web_url' ? readWebUrlButton(fields) : readEventButton(fields, type);
}

function readPostbackButton(fields: Fields): Button | undefined {
  const payload = fields.payload();
  const title = fields.text('title') ?? (payload === undefined || String(payload).trim() === '' ? undefined : String(payload));
  if (title === undefined) return noTitle(fields);
  return {type: 'postback', title, payload: payload === undefined ? title : String(payload), ...fields.extra()};
}

/** A button whose URL is missing or unsafe is still drawn, and leads nowhere. */
function readWebUrlButton(fields: Fields): Button | undefined {
  const url = fields.address('url');
  const title = fields.text('title') ?? url;
  if (title === undefined) return noTitle(fields);
  if (url === undefined) fields.note('a button with a url was expected; it leads nowhere');
  return {type: 'web_url', title, url: url ?? '', ...fields.extra()};
}

/** Everything but the title belongs to the page and is kept as it is. */
function readEventButton(fields: Fields, type: string): Button {
  const title = fields.text('title');
  if (title === undefined) fields.note('a button with a title was expected; its type is taken');
  return {...fields.whole(), type, title: title ?? type};
}

function noTitle(fields: Fields): undefined {
  fields.note('a button with a title was expected; left out');
}
