/**
 * Options of axe. It reports violations only, which saves most of its time. The gradient that fades out the end of a panel would keep it
 * from measuring any contrast in that panel, so it ignores such pseudo-elements; everything else is the default.
 */
export const auditOptions = {
  resultTypes: ['violations' as const],
  checks: {
    'color-contrast': {
      options: {
        ignorePseudo: true,
        pseudoSizeThreshold: 0.25,
        ignoreUnicode: true,
        ignoreLength: false,
        boldValue: 700,
        boldTextPt: 14,
        largeTextPt: 18,
        contrastRatio: {normal: {expected: 4.5}, large: {expected: 3}},
        shadowOutlineEmMax: 0.2,
        textStrokeEmMin: 0.03,
      },
    },
  },
};

/**
 * Resolves once all finite animations have finished, or after two seconds: elements that are still fading in have too little
 * contrast. Runs in the page, so it must not close over anything.
 */
export async function animationsFinished(): Promise<void> {
  const moving = (root: Document | ShadowRoot): Animation[] => [
    ...root.getAnimations().filter(({effect}) => Number.isFinite(effect?.getComputedTiming().endTime)),
    ...[...root.querySelectorAll('*')].flatMap(({shadowRoot}) => (shadowRoot ? moving(shadowRoot) : [])),
  ];
  // Animations of new elements begin with the next frame.
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  const rest = Promise.allSettled(moving(document).map(({finished}) => finished));
  await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, 2_000))]);
}
