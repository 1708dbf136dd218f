import {css, unsafeCSS} from 'lit';
import {coreTokens, surfaceTokens, displayTokens} from './core-tokens.ts';

/** The tokens that are also used without Lit. */
const sharedTokens = unsafeCSS(`:host { ${coreTokens} ${surfaceTokens} } ${displayTokens}`);

/**
 * The defaults are defined here, in three layers: inputs that a page sets (mostly `--parley-brand`), roles that it may override
 * individually (`--parley-surface`, …), and the private aliases (`--_surface`, …) that the parts use.
 * Colours are computed from one brand colour in OKLCH: its hue and part of its chroma are kept, while the lightness is ours, so that
 * the contrast holds for any brand. The defaults that a launcher needs without Lit are in `core-tokens.ts`; what only one style sheet reads
 * that is loaded later is defined there.
 */
export const tokens = css`
  :host {
    /* ---------- inputs ---------- */
    --_glow-strength: var(--parley-glow, 1);       /* glow below the header, 0 to 1 */

    /* ---------- colour roles ---------- */
    --_surface: var(--parley-surface, light-dark(
      oklch(from var(--_neutral) calc(0.992 + 0.008 * var(--_more)) calc(c * 0.04 * var(--_tint)) h),
      oklch(from var(--_neutral) calc(0.205 - 0.05 * var(--_more)) calc(c * 0.075 * var(--_tint)) h)));
    --_surface-sunken: var(--parley-surface-sunken, light-dark(
      oklch(from var(--_neutral) 0.972 calc(c * 0.07 * var(--_tint)) h),
      oklch(from var(--_neutral) 0.172 calc(c * 0.08 * var(--_tint)) h)));
    --_line-strong: var(--parley-line-strong, light-dark(
      oklch(from var(--_neutral) calc(0.615 - 0.2 * var(--_more)) calc(c * 0.2 * var(--_tint)) h),
      oklch(from var(--_neutral) calc(0.575 + 0.2 * var(--_more)) calc(c * 0.16 * var(--_tint)) h)));

    --_accent-soft: var(--parley-accent-soft, light-dark(
      oklch(from var(--_neutral) 0.948 calc(c * 0.32) h),
      oklch(from var(--_brand) 0.305 min(c * 0.42, 0.06) h)));

    --_bubble-bot: var(--parley-bubble-bot, light-dark(
      oklch(from var(--_neutral) 0.957 calc(c * 0.1 * var(--_tint)) h),
      oklch(from var(--_neutral) 0.272 calc(c * 0.09 * var(--_tint)) h)));
    --_on-bubble-bot: var(--parley-on-bubble-bot, var(--_on-surface));
    --_bubble-bot-line: var(--parley-bubble-bot-line, oklch(from var(--_line) l c h / var(--_more)));
    --_bubble-visitor: var(--parley-bubble-visitor, light-dark(
      var(--_accent),
      oklch(from var(--_brand) 0.405 min(c * 0.72, 0.1) h)));
    --_on-bubble-visitor: var(--parley-on-bubble-visitor, light-dark(
      var(--_on-accent),
      oklch(from var(--_brand) 0.975 0.012 h)));

    --_danger: var(--parley-danger, light-dark(
      oklch(calc(0.5 - 0.1 * var(--_more)) 0.18 27),
      oklch(calc(0.78 + 0.07 * var(--_more)) 0.12 25)));
    --_on-danger: var(--parley-on-danger, light-dark(oklch(0.995 0 0), oklch(0.2 0.03 25)));
    --_danger-soft: var(--parley-danger-soft, light-dark(oklch(0.957 0.02 27), oklch(0.29 0.045 25)));
    --_ok: var(--parley-ok, light-dark(oklch(calc(0.53 - 0.06 * var(--_more)) 0.12 152), oklch(0.78 0.13 152)));

    /* ---------- type ---------- */
    --_text-title: calc(var(--_text) * 1.0667);    /* 16: title of a dialog */
    --_text-small: calc(var(--_text) * 0.8667);    /* 13: subtitles, chips' second line, tables */
    --_text-meta: calc(var(--_text) * 0.8);        /* 12: time, status, notices */
    --_text-input: max(16px, var(--_text));        /* below 16 px, phones zoom in */
    --_leading: 1.4667;                            /* 22 / 15 */
    --_leading-tight: 1.3334;
    --_weight-strong: 600;

    /* ---------- space: steps of four ---------- */
    --_s2: 4px;  --_s3: 8px;  --_s4: 12px;  --_s5: 16px;  --_s7: 24px;
    --_gutter: 16px;                               /* from the panel's edge to its content */
    --_avatar: 28px;
    --_indent: calc(var(--_avatar) + var(--_s3));  /* where the bot's bubbles start */
    --_tap: 44px;

    /* ---------- radius: all derived from one number ---------- */
    --_r-card: calc(var(--_round) * 0.8);
    --_r-field: calc(var(--_round) * 1.3);
    --_r-panel: calc(var(--_round) * 1.25);
    --_r-avatar: calc(var(--_round) * 0.52);
    --_r-tag: calc(var(--_round) * 0.34);

    /* ---------- elevation: two lights, brand-tinted ---------- */
    --_e3: 0 3px 8px oklch(from var(--_shade) l c h / 0.08), 0 28px 64px -12px oklch(from var(--_shade) l c h / 0.34);

    /* ---------- motion ---------- */
    --_open: calc(340ms * var(--_moves));
    --_ease-both: cubic-bezier(0.45, 0, 0.2, 1);
  }

  ${sharedTokens}
`;
