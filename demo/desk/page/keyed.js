/**
 * Reconciles the children of a list with `items` by id. Existing elements are kept and updated, so that focus, selection and scroll
 * position are preserved.
 * @param {Element} list
 * @param {readonly {id: string}[]} items
 * @param {(item: any) => HTMLElement} make
 * @param {(element: HTMLElement, item: any, index: number) => void} update
 */
export function keyed(list, items, make, update) {
  const there = new Map([...list.children].map((element) => [element.dataset.id, element]));
  for (const [index, item] of items.entries()) {
    const element = there.get(item.id) ?? make(item);
    there.delete(item.id);
    element.dataset.id = item.id;
    update(element, item, index);
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  }
  for (const element of there.values()) element.remove();
}

/** Creates an element with classes and text. */
export function make(tag, look = '', words = '') {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (words) element.textContent = words;
  return element;
}

/** Sets a text only if it changes, since screen readers would announce it again. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Short relative time. */
export function ago(ts, now = Date.now()) {
  const minutes = Math.floor((now - Date.parse(ts)) / 60_000);
  if (minutes < 1) return 'now';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
