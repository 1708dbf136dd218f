/** Milliseconds within which a second click counts as a double click. */
const DOUBLE_CLICK = 400;

const lastTimes = new WeakMap<Element, number>();

/**
 * Dispatches an event once per double click, even before the conversation has recorded the first click.
 *
 * @param group The element whose controls exclude each other; by default, the control alone.
 */
export function dispatchOnce(control: Element, event: Event, group: Element = control): void {
  const lastTime = lastTimes.get(group);
  if (lastTime !== undefined && event.timeStamp - lastTime < DOUBLE_CLICK) return;
  lastTimes.set(group, event.timeStamp);
  control.dispatchEvent(event);
}
