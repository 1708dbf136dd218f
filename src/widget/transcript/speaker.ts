import {html, nothing, type TemplateResult} from 'lit';
import {icon} from '../../components/icons.ts';
import {canAutoload} from '../../components/picture/permission.ts';
import {safeMedia} from '../../components/safe-url.ts';
import type {BotEntry} from '../../protocol/entry.ts';
import type {EntryContext} from './entry-context.ts';

type Speaker = Pick<BotEntry, 'who' | 'from'>;

/** The name of an entry's speaker on the other side. @param name The bot's. */
export function nameOf({who, from}: Speaker, {name, labels}: Pick<EntryContext, 'name' | 'labels'>): string {
  return who?.nick || (from === 'agent' ? labels.person : name);
}

/** The URL of a speaker's avatar, if it may load automatically: the visitor cannot ask for one here. @param avatar The bot's. */
export function avatarUrlOf({who, from}: Speaker, {avatar, options}: Pick<EntryContext, 'avatar' | 'options'>): string | undefined {
  if (who?.avatar && canAutoload(who.avatar, options)) return who.avatar;
  return from === 'agent' ? undefined : avatar;
}

/** A speaker's avatar: a photo or an icon. Hidden from screen readers, since the name is given elsewhere. */
export function avatar(
  url: string | undefined,
  kind: 'bot' | 'agent',
  {trusted, size = ''}: {trusted: readonly string[]; size?: string},
): TemplateResult {
  const src = safeMedia(url, trusted);
  const image = src ? html`<img src=${src} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" @error=${hide} />` : nothing;
  return html`<span class="avatar ${size}" part="avatar" aria-hidden="true">${kind === 'agent' ? icon('person') : logo}${image}</span>`;
}

/** The logo: two speech bubbles. */
const logo = html`<svg class="voices" viewBox="0 0 30 32"><path d="M8 5.2h9.3a4.8 4.8 0 0 1 0 9.6H4.2a1 1 0 0 1-1-1V10A4.8 4.8 0 0 1 8 5.2z" /><path d="M12.7 17.2H22a4.8 4.8 0 0 1 4.8 4.8v3.8a1 1 0 0 1-1 1H12.7a4.8 4.8 0 0 1 0-9.6z" /></svg>`;

/** Hides a photo that failed to load, which reveals the icon underneath. */
function hide(event: Event): void {
  (event.currentTarget as HTMLElement).hidden = true;
}
