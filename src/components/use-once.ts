/** Milliseconds in which a second click is part of the first. */
const TOGETHER = 400;

const used = new WeakMap<Element, number>();

/**
 * Reports what the visitor did, only once for a double click, even if the conversation has not processed the first click yet.
 *
 * @param group Of whose controls one is used at a time; the control alone where absent.
 */
export function useOnce(control: Element, event: Event, group: Element = control): void {
  const last = used.get(group);
  if (last !== undefined && event.timeStamp - last < TOGETHER) return;
  used.set(group, event.timeStamp);
  control.dispatchEvent(event);
}
