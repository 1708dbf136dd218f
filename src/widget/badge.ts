import {createElement} from './launcher-elements.ts';

/** Shows the number of unread messages on a launcher. */
export function showUnread(button: HTMLElement, unread: number): void {
  const badge = badgeOf(button);
  badge.textContent = unread > 9 ? '9+' : `${unread}`;
  badge.hidden = !unread;
}

/** The launcher's badge, created on first use. */
export function badgeOf(button: HTMLElement): HTMLElement {
  const existing = button.querySelector<HTMLElement>('.badge');
  if (existing) return existing;
  const badge = createElement('span', {className: 'badge', part: 'badge', hidden: true});
  button.append(badge);
  return badge;
}
