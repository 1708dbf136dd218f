/**
 * Makes the children of a list those of `items`, in their order. What is there already is kept and only brought up to date, so that
 * focus, choice and scroll stay where they are.
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

/** An element with classes and words. */
export function make(tag, look = '', words = '') {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (words) element.textContent = words;
  return element;
}

/** Sets words only where they change: what is the same is not read out again. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** How long ago something was, in short. */
export function ago(ts, now = Date.now()) {
  const minutes = Math.floor((now - Date.parse(ts)) / 60_000);
  if (minutes < 1) return 'now';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
