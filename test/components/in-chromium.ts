const isFirefox = CSS.supports('-moz-orient', 'block');
const isWebKit = !CSS.supports('overflow-anchor', 'none');

/** A test of something that cannot be set in Firefox and WebKit from outside, such as dark mode, or not in the same way. */
export const itInChromium = isFirefox || isWebKit ? it.skip : it;

/** A test that plays a sound without a click of the visitor, which WebKit does not allow. */
export const itWherePlayingIsFree = isWebKit ? it.skip : it;

/** Tests of something that Firefox does differently. */
export const describeOutsideFirefox = isFirefox ? describe.skip : describe;
