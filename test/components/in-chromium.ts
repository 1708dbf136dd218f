/** Whether this is Firefox, which a test cannot make dark, still or full of files, and whose machine may have no sound. */
const isFirefox = CSS.supports('-moz-orient', 'block');

/** A test of something that cannot be asked of Firefox from outside, or not as it is asked. */
export const itInChromium = isFirefox ? it.skip : it;

/** The same, of several tests. */
export const describeInChromium = isFirefox ? describe.skip : describe;
