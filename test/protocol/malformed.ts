/** Answers no schema allows, by the place where they go wrong, and what is still to be made of them. */
export {messages} from './malformed/messages.ts';
export {responses} from './malformed/responses.ts';
export {attachments, buttons, elements, metas, quickReplies, templates, timeslots} from './malformed/parts.ts';
export {unreadable} from './malformed/unreadable.ts';

/** What it is, the value, what is read of it (undefined: nothing), and where problems are told. */
export type Case = readonly [name: string, value: unknown, gives: unknown, ...paths: string[]];
