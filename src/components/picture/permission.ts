import type {PartContext, PartOptions} from '../context.ts';
import {safeMedia} from '../safe-url.ts';

/** Permission to load an image, audio or video file: right away, or only when the visitor asks for it (`asks`). */
export interface Permission {
  url: string;
  asks: boolean;
}

/** Whether a URL may be loaded, and how; undefined if it is refused. */
export function permission(url: unknown, context: PartContext): Permission | undefined {
  const safe = safeMedia(url, context.options.trusted);
  return safe === undefined ? undefined : {url: safe, asks: !context.view.pictures && !mayLoad(new URL(safe), context.options)};
}

/** Whether an image may be loaded where the visitor has no way to ask for it. */
export function loadsByItself(url: unknown, options: PartOptions): boolean {
  const safe = safeMedia(url, options.trusted);
  return safe !== undefined && mayLoad(new URL(safe), options);
}

function mayLoad(url: URL, options: PartOptions): boolean {
  if (options.images === 'all') return true;
  return options.images === 'same-site' && (isOfThisSite(url.hostname) || options.trusted.includes(url.origin));
}

function isOfThisSite(host: string): boolean {
  const here = location.hostname;
  return here !== '' && (host === here || host.endsWith(`.${here}`));
}
