/**
 * Shows the number of unread messages in the page's title, as in `(2) Lamps`. The title still belongs to the page: if the page changes it,
 * the new title is left alone until the count changes. Once everything is seen, the page's title is restored.
 */
export class TitleBadge {
  #title: HTMLTitleElement | null = null;
  #prefix = '';

  /** @param count Nothing is shown for 0. */
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
