/** Values that no schema allows, by the part that is malformed, and what the reader is to make of them. */
export {messages} from './malformed/messages.ts';
export {responses} from './malformed/responses.ts';
export {attachments, buttons, elements, metas, quickReplies, templates, timeslots} from './malformed/parts.ts';
export {unreadable} from './malformed/unreadable.ts';

/** A name, the value, what is read from it (undefined: nothing), and the paths of reported problems. */
export type Case = readonly [name: string, value: unknown, gives: unknown, ...paths: string[]];
