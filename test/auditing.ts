/**
 * How axe audits. It tells only what is wrong, which spares it most of its time. What lies over a panel to fade out its end would keep it
 * from measuring the contrast of anything in there: it looks past such pseudo-elements; all else is its default.
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
 * Resolves once nothing fades or moves any more that will come to rest, or after two seconds: what is half there has too little
 * contrast. Runs in the page: it closes over nothing.
 */
export async function still(): Promise<void> {
  const moving = (root: Document | ShadowRoot): Animation[] => [
    ...root.getAnimations().filter(({effect}) => Number.isFinite(effect?.getComputedTiming().endTime)),
    ...[...root.querySelectorAll('*')].flatMap(({shadowRoot}) => (shadowRoot ? moving(shadowRoot) : [])),
  ];
  // What has just come begins to move with the next frame.
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  const rest = Promise.allSettled(moving(document).map(({finished}) => finished));
  await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, 2_000))]);
}
