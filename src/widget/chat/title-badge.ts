/**
 * Says in the page's title how much is unread, as `(2) Lamps`. The title stays the page's: when the page changes it, that is its title
 * and is left alone until something more is unread; when all is seen it is what it was.
 */
export class TitleBadge {
  #title: HTMLTitleElement | null = null;
  #prefix = '';

  /** @param count Nothing is said of 0. */
  show(count: number): void {
    const prefix = count ? `(${count}) ` : '';
    if (prefix === this.#prefix) return;
    const title = document.querySelector('title');
    const isOurs = this.#title === title && title?.textContent.startsWith(this.#prefix);
    if (title) {
      const own = isOurs ? title.textContent.slice(this.#prefix.length) : title.textContent;
      if (prefix || isOurs) title.textContent = prefix + own;
    }
    this.#title = title;
    this.#prefix = prefix;
  }
}
