import type {PartContext} from '../context.ts';
import type {ReplyEvent} from '../events.ts';

/** Milliseconds in which a second click is part of the first. */
const together = 400;

/** The last answer to each group, and the view it was given on. */
const answers = new WeakMap<Element, {view: PartContext['view']; at: number}>();

/**
 * Sends an answer once, however often its group is clicked before the conversation has processed it: the next one must wait for the view to
 * change. In groups that stay live, only the second click of a double click is ignored. A cancelled answer does not count.
 */
export function sayOnce(group: Element, reply: ReplyEvent, from: EventTarget, {view, options}: PartContext): void {
  const last = answers.get(group);
  const again = options.quickReplies === 'keep' ? last && reply.timeStamp - last.at < together : last?.view === view;
  if (again) return;
  answers.set(group, {view, at: reply.timeStamp});
  if (!from.dispatchEvent(reply)) answers.delete(group);
}
