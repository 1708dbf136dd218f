/*
 * The token defaults that a closed launcher needs, as plain text, because it is rendered without Lit and inlines most of them.
 * They are explained in `core-tokens.ts`.
 */

export const brand = `rgb(from var(--parley-brand, light-dark(oklch(0.5 0.115 56), oklch(0.76 0.115 66))) clamp(0, r, 255) clamp(0, g, 255) clamp(0, b, 255) / 1)`;

export const round = `var(--parley-roundness, 18px)`;

export const accent = `var(--parley-accent, light-dark(
    oklch(from var(--_brand) calc(clamp(0.4, l, 0.512) - 0.11 * var(--_more)) c h),
    oklch(from var(--_brand) calc(clamp(0.76, l, 0.86) + 0.08 * var(--_more)) min(c * 0.95, 0.135) h)))`;

export const onAccent = `var(--parley-on-accent, light-dark(
    oklch(from var(--_brand) 0.995 0.003 h),
    oklch(from var(--_brand) 0.2 0.02 h)))`;
