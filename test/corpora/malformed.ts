import {attachments, buttons, type Case, elements, messages, metas, quickReplies, templates, timeslots} from '../protocol/malformed.ts';

/** A malformed message as it arrives over the wire. */
export interface Malformed {
  name: string;
  message: unknown;
}

const said = (more: object): object => ({code: 'message', type: 'text', body: 'Words', ...more});
const element = {title: 'Card'};

/** For each kind of malformed part, the message that contains it. */
const around: readonly (readonly [name: string, cases: readonly Case[], message: (value: unknown) => unknown])[] = [
  ['message', messages, (value) => value],
  ['quick reply', quickReplies, (value) => said({quick_replies: [value]})],
  ['template', templates, (value) => said({template: value})],
  ['element', elements, (value) => said({template: {type: 'generic', elements: [value, element]}})],
  ['button', buttons, (value) => said({template: {type: 'generic', elements: [{...element, buttons: [value]}]}})],
  ['button of a list', buttons, (value) => said({template: {type: 'list', elements: [element], buttons: [value]}})],
  ['file', attachments, (value) => ({code: 'message', type: 'multi-attachment', attachments: [value]})],
  ['file metadata', metas, (value) => ({code: 'message', type: 'attachment', url: 'https://cdn.example/a.pdf', meta: value})],
  ['time', timeslots, (value) => ({code: 'message', type: 'timepicker', title: 'When?', timezone: 'UTC', timeslots: [value]})],
];

/** All malformed messages that JSON can express. What the reader makes of each is tested in test/protocol. */
export const malformed: readonly Malformed[] = around.flatMap(([where, cases, message]) =>
  cases.filter(([, value]) => isJson(value)).map(([name, value]) => ({name: `${where}: ${name}`, message: message(value)})),
);

/** Whether a value survives JSON unchanged. */
export function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(JSON.stringify(value) ?? '')) === JSON.stringify(value) && !holdsMore(value);
  } catch {
    return false; // Circular, or undefined.
  }
}

/** Whether it contains something that JSON would omit or change. */
function holdsMore(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return !['string', 'boolean', 'object'].includes(typeof value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype !== Object.prototype && prototype !== Array.prototype) || Object.values(value).some(holdsMore);
}
