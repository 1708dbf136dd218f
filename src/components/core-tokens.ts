import {accent, brand, onAccent, round} from './launcher-tokens.ts';

/**
 * The token defaults that a closed launcher needs, as plain text, because the launcher is rendered without Lit.
 * `tokens.styles.ts` combines them with all the others, so that each default is defined once.
 *
 * Inputs:
 * - `--parley-brand`: the brand colour. It is clamped to sRGB, because browsers disagree about the lightness of colours outside of it.
 * - `--parley-neutral`: provides the hue of surfaces, greys and soft fills; its chroma is capped.
 * - `--parley-tint`: 0 for grey neutrals, 1 for a hint of the brand colour, 2 for clearly tinted.
 * - `--parley-roundness`: the radius of a bubble, from which all other radii are derived.
 * - `--parley-text-size`: the text size. `--parley-text-scale`: the reader's factor, up to 2.
 *
 * `--_more` is 1 for readers who want more contrast, `--_moves` is 0 for those who want reduced motion. `--_r-joint` is the radius
 * of the bubble corner next to the speaker.
 */
export const coreTokens = `
  --_brand: ${brand};
  --_round: ${round};
  --_more: var(--_contrast, 0);
  --_accent: ${accent};
  --_on-accent: ${onAccent};
  --_neutral: oklch(from var(--parley-neutral, var(--parley-brand, oklch(0.5 0.115 82))) l min(c, 0.14) h / 1);
  --_moves: var(--_motion, 1);
  --_accent-hover: var(--parley-accent-hover, light-dark(
    oklch(from var(--_accent) calc(l - 0.055) c h),
    oklch(from var(--_accent) calc(l + 0.045) c h)));
  --_accent-ink: var(--parley-accent-ink, light-dark(
    oklch(from var(--_brand) calc(clamp(0.36, l, 0.462) - 0.13 * var(--_more)) c h),
    oklch(from var(--_brand) calc(clamp(0.8, l, 0.88) + 0.06 * var(--_more)) min(c * 0.9, 0.12) h)));
  --_focus: var(--parley-focus, var(--_accent-ink));
  --_r-joint: calc(var(--_round) * 0.25);
  --_shade: light-dark(oklch(from var(--_neutral) 0.32 0.035 h), oklch(from var(--_neutral) 0.05 0 h));
  --_e2: 0 2px 4px oklch(from var(--_shade) l c h / 0.08), 0 10px 28px -4px oklch(from var(--_shade) l c h / 0.2);
  --_fast: calc(120ms * var(--_moves));
  --_base: calc(180ms * var(--_moves));
  --_enter: calc(260ms * var(--_moves));
  --_ease-out: cubic-bezier(0.2, 0.8, 0.2, 1);
`;

/** What surfaces with text need besides: the teaser is rendered without Lit, too. */
export const surfaceTokens = `
  --_tint: var(--parley-tint, 1);
  --_text: calc(var(--parley-text-size, 15px) * var(--parley-text-scale, 1));
  --_font: var(--parley-font, -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto,
    "Helvetica Neue", Arial, "Noto Sans", "Noto Sans Arabic", sans-serif);
  --_surface-raised: var(--parley-surface-raised, light-dark(
    oklch(from var(--_neutral) 1 0 h),
    oklch(from var(--_neutral) calc(0.25 - 0.05 * var(--_more)) calc(c * 0.08 * var(--_tint)) h)));
  --_on-surface: var(--parley-on-surface, light-dark(
    oklch(from var(--_neutral) calc(0.26 - 0.1 * var(--_more)) calc(c * 0.16 * var(--_tint)) h),
    oklch(from var(--_neutral) calc(0.935 + 0.055 * var(--_more)) calc(c * 0.07 * var(--_tint)) h)));
  --_muted: var(--parley-muted, light-dark(
    oklch(from var(--_neutral) calc(0.485 - 0.15 * var(--_more)) calc(c * 0.2 * var(--_tint)) h),
    oklch(from var(--_neutral) calc(0.735 + 0.14 * var(--_more)) calc(c * 0.12 * var(--_tint)) h)));
  --_line: var(--parley-line, light-dark(
    oklch(from var(--_neutral) calc(0.905 - 0.34 * var(--_more)) calc(c * 0.12 * var(--_tint)) h),
    oklch(from var(--_neutral) calc(0.325 + 0.3 * var(--_more)) calc(c * 0.12 * var(--_tint)) h)));
  --_r-bubble: var(--_round);
  --_r-control: calc(var(--_round) * 0.6);
`;

/**
 * The rules for the reader's own settings: colour scheme, contrast and motion. Each root evaluates them anew from what is set on an
 * ancestor, so that a setting of the chat reaches everything in it; without one, the system's preference applies.
 */
export const displayTokens = `
:host([data-scheme="light"]) { color-scheme: light; }
:host([data-scheme="dark"]) { color-scheme: dark; }
:host([data-contrast="more"]) { --_contrast: 1; }
:host([data-contrast="normal"]) { --_contrast: 0; }
:host([data-motion="less"]) { --_motion: 0; }
:host([data-motion="full"]) { --_motion: 1; }
@media (prefers-contrast: more) { :host { --_more: var(--_contrast, 1); } }
@media (prefers-reduced-motion: reduce) { :host { --_moves: var(--_motion, 0); } }
`;
