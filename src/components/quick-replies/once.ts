import type {PartContext} from '../context.ts';
import type {ReplyEvent} from '../events.ts';

/** Milliseconds within which a second click counts as a double click. */
const together = 400;

/** The last reply of each group, and which view the group had then. */
const answers = new WeakMap<Element, {view: PartContext['view']; reply: ReplyEvent}>();

/**
 * Dispatches a reply once, however often the group is clicked before the conversation has recorded it: the next reply has to wait
 * until the view has changed. In groups that stay live, only the second click of a double click on the same reply is dropped. A cancelled
 * reply does not count.
 */
export function sayOnce(group: Element, reply: ReplyEvent, from: EventTarget, {view, options}: PartContext): void {
  const last = answers.get(group);
  const isSame = last?.reply.choice === reply.choice && reply.timeStamp - last.reply.timeStamp < together;
  const again = options.quickReplies === 'keep' ? isSame : last?.view === view;
  if (again) return;
  answers.set(group, {view, reply});
  if (!from.dispatchEvent(reply)) answers.delete(group);
}
