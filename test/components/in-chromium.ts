const isFirefox = CSS.supports('-moz-orient', 'block');
const isWebKit = !CSS.supports('overflow-anchor', 'none');

/** A test of something that cannot be emulated in Firefox and WebKit, such as dark mode, or not in the same way. */
export const itInChromium = isFirefox || isWebKit ? it.skip : it;

/** A test that plays media without a user gesture, which WebKit does not allow. */
export const itWhereAutoplayIsAllowed = isWebKit ? it.skip : it;

/** Tests of something that Firefox does differently. */
export const describeOutsideFirefox = isFirefox ? describe.skip : describe;
