/** Milliseconds within which a second click counts as a double click. */
const TOGETHER = 400;

const used = new WeakMap<Element, number>();

/**
 * Dispatches an event once per double click, even before the conversation has recorded the first click.
 *
 * @param group The element whose controls exclude each other; by default, the control alone.
 */
export function useOnce(control: Element, event: Event, group: Element = control): void {
  const last = used.get(group);
  if (last !== undefined && event.timeStamp - last < TOGETHER) return;
  used.set(group, event.timeStamp);
  control.dispatchEvent(event);
}
