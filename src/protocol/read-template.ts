import {Fields, defined, titleFromPayload} from './fields.ts';
import type {Button, DefaultAction, Template, TemplateElement} from './message.ts';
import {isRecord} from './safe-copy.ts';

/** A template whose elements have been read, even if there are none. */
export type ReadTemplate = Template & {elements: readonly TemplateElement[]};

const expectedButton = 'a button with a title';

/** Reads a template. A type other than `generic` and `list` belongs to the page, and so do its elements: they are kept whole. */
export function readTemplate(fields: Fields): ReadTemplate {
  const {limits} = fields.context;
  const type = readType(fields);
  const elements = fields.objects('elements', limits.elements, 'an element', (element) => readElement(element, isStandardTemplate(type)));
  const buttons = readButtons(fields);
  return {type, elements, ...defined({buttons}), ...fields.extra()};
}

function readType(fields: Fields): string {
  const type = fields.string('type')?.trim();
  if (type === undefined) fields.report('a template with a type was expected; taken as generic');
  const lower = type?.toLowerCase() ?? 'generic';
  return isStandardTemplate(lower) ? lower : (type ?? 'generic');
}

/** Whether every client draws templates of this type. */
export function isStandardTemplate(type: string): boolean {
  return type === 'generic' || type === 'list';
}

/** @param isStandard Whether every client draws this element, so that it is left out if it has nothing to show. */
function readElement(fields: Fields, isStandard: boolean): TemplateElement | undefined {
  const type = fields.string('type')?.trim();
  const element = {
    type,
    title: fields.text('title'),
    subtitle: fields.text('subtitle'),
    image_url: fields.url('image_url'),
    default_action: readDefaultAction(fields),
    buttons: readButtons(fields),
  };
  const content = element.title ?? element.subtitle ?? element.image_url ?? element.buttons;
  if (content === undefined && isStandard && type === undefined) {
    if (!element.default_action) return fields.leaveOut('an element with something to show');
    fields.report('an element that only leads somewhere; its address is taken as its title');
    element.title = element.default_action.url;
  }
  return {...defined(element), ...fields.extra()};
}

/** Where a click on the element leads: an object with a `url`, whatever its type, or just the URL. */
function readDefaultAction(fields: Fields): DefaultAction | undefined {
  const value = fields.value('default_action');
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    const url = fields.url('default_action');
    return url === undefined ? undefined : {type: 'web_url', url};
  }
  const action = new Fields(value, fields.pathOf('default_action'), fields.context);
  action.string('type'); // Whatever it is, a click opens the URL.
  const url = action.url('url');
  return url === undefined ? fields.reject('default_action', 'an action with a url') : {type: 'web_url', url, ...action.extra()};
}

function readButtons(fields: Fields): readonly Button[] | undefined {
  const buttons = fields.objects('buttons', fields.context.limits.buttons, 'a button', readButton);
  return buttons.length > 0 ? buttons : undefined;
}

function readButton(fields: Fields): Button | undefined {
  const type = fields.string('type')?.trim() ?? (fields.url('url') === undefined ? 'postback' : 'web_url');
  const lower = type.toLowerCase();
  return lower === 'postback' ? readPostbackButton(fields) : lower === 'web_url' ? readWebUrlButton(fields) : readEventButton(fields, type);
}

function readPostbackButton(fields: Fields): Button | undefined {
  const payload = fields.payload();
  const title = fields.text('title') ?? titleFromPayload(payload);
  if (title === undefined) return fields.leaveOut(expectedButton);
  return {type: 'postback', title, payload: payload === undefined ? title : String(payload), ...fields.extra()};
}

/** A button whose URL is missing or unsafe is still drawn, and leads nowhere. */
function readWebUrlButton(fields: Fields): Button | undefined {
  const url = fields.url('url');
  const title = fields.text('title') ?? url;
  if (title === undefined) return fields.leaveOut(expectedButton);
  if (url === undefined) fields.report('a button with a url was expected; it leads nowhere');
  return {type: 'web_url', title, url: url ?? '', ...fields.extra()};
}

/** Everything but the title belongs to the page and is kept as it is. */
function readEventButton(fields: Fields, type: string): Button {
  const title = fields.text('title');
  if (title === undefined) fields.report(`${expectedButton} was expected; its type is taken`);
  return {...fields.copyAll(), type, title: title ?? type};
}
