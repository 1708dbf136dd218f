import type {PartContext} from '../context.ts';
import type {ReplyEvent} from '../events.ts';

/** Milliseconds within which a second click counts as a double click. */
const together = 400;

/** When each group was last answered, and which view it had then. */
const answers = new WeakMap<Element, {view: PartContext['view']; at: number}>();

/**
 * Dispatches a reply once, however often the group is clicked before the conversation has recorded it: the next reply has to wait
 * until the view has changed. In groups that stay live, only the second click of a double click is dropped. A cancelled reply does
 * not count.
 */
export function sayOnce(group: Element, reply: ReplyEvent, from: EventTarget, {view, options}: PartContext): void {
  const last = answers.get(group);
  const again = options.quickReplies === 'keep' ? last && reply.timeStamp - last.at < together : last?.view === view;
  if (again) return;
  answers.set(group, {view, at: reply.timeStamp});
  if (!from.dispatchEvent(reply)) answers.delete(group);
}
