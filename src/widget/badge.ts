import {make} from './corner.ts';

/** Shows on a launcher how many messages are unread. */
export function showUnread(button: HTMLElement, unread: number): void {
  const badge = badgeOf(button);
  badge.textContent = unread > 9 ? '9+' : `${unread}`;
  badge.hidden = !unread;
}

/** The badge of a launcher, created when first needed. */
export function badgeOf(button: HTMLElement): HTMLElement {
  const there = button.querySelector<HTMLElement>('.badge');
  if (there) return there;
  const badge = make('span', {className: 'badge', part: 'badge', hidden: true});
  button.append(badge);
  return badge;
}
