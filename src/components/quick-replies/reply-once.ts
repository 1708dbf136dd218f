import type {PartContext} from '../context.ts';
import type {ReplyEvent} from '../events.ts';

/** Milliseconds within which a second click counts as a double click. */
const DOUBLE_CLICK = 400;

/** The last reply of each group, and which view the group had then. */
const lastReplies = new WeakMap<Element, {view: PartContext['view']; reply: ReplyEvent}>();

/**
 * Dispatches a reply once, however often the group is clicked before the conversation has recorded it: the next reply has to wait
 * until the view has changed. In groups that stay live, only the second click of a double click on the same reply is dropped. A cancelled
 * reply does not count.
 */
export function replyOnce(group: Element, reply: ReplyEvent, target: EventTarget, {view, options}: PartContext): void {
  const last = lastReplies.get(group);
  const isSame = last?.reply.choice === reply.choice && reply.timeStamp - last.reply.timeStamp < DOUBLE_CLICK;
  const isRepeat = options.quickReplies === 'keep' ? isSame : last?.view === view;
  if (isRepeat) return;
  lastReplies.set(group, {view, reply});
  if (!target.dispatchEvent(reply)) lastReplies.delete(group);
}
