import type {PartContext, PartOptions} from '../context.ts';
import {safeMedia} from '../safe-url.ts';

/** Permission to load an image, audio or video file: right away, or only when the visitor asks for it (`needsClick`). */
export interface Permission {
  url: string;
  needsClick: boolean;
}

/** Whether a URL may be loaded, and how; undefined if it is refused. */
export function permission(url: unknown, context: PartContext): Permission | undefined {
  const safe = safeMedia(url, context.options.trusted);
  return safe === undefined ? undefined : {url: safe, needsClick: !context.view.pictures && !isAutoloaded(new URL(safe), context.options)};
}

/** Whether an image may be loaded where the visitor has no way to ask for it. */
export function canAutoload(url: unknown, options: PartOptions): boolean {
  const safe = safeMedia(url, options.trusted);
  return safe !== undefined && isAutoloaded(new URL(safe), options);
}

function isAutoloaded(url: URL, options: PartOptions): boolean {
  if (options.images === 'all') return true;
  return options.images === 'same-site' && (isSameSite(url.hostname) || options.trusted.includes(url.origin));
}

function isSameSite(host: string): boolean {
  const here = location.hostname;
  return here !== '' && (host === here || host.endsWith(`.${here}`));
}
