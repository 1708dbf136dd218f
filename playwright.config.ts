import {defineConfig, devices} from '@playwright/test';
import {browserArgs, findBrowser, findWholeBrowser, testArgs} from './scripts/browser.mjs';

const whole = /@whole/;
const desktop = {...devices['Desktop Chrome'], viewport: {width: 1280, height: 800}};

// Pages left are kept as in the browsers of visitors, so that coming back to one is tested as it is.
const keepingPages = {ignoreDefaultArgs: ['--disable-back-forward-cache']};
const launched = {...keepingPages, ...at(findBrowser())};

/** For pictures: nothing that a machine says of letters and colours counts. */
const drawnAlike = {
  ...launched,
  args: [
    ...browserArgs,
    '--disable-lcd-text',
    '--disable-skia-runtime-opts',
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
  ],
  env: {...process.env, FONTCONFIG_FILE: `${import.meta.dirname}/test/pictures/fonts.conf`},
};

/**
 * `desktop` and `phone` visit the shop as built, `gateway` breaks what lies between the chat and its bot, `stories` visits the built stories,
 * `pictures` compares what is drawn with what was, `whole` needs what only a whole browser has: settings, and pages kept when they are left. Each worker starts a server of its own on a free port, but for pictures, whose pages
 * come from no server.
 */
export default defineConfig({
  workers: 2,
  fullyParallel: true,
  // On a machine that others use too something may take too long; `scripts/test.mjs` names what needed its second try.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 30_000,
  expect: {timeout: 10_000},
  outputDir: 'test-results',
  use: {
    launchOptions: {...launched, args: testArgs},
    // A trace of each test takes a third of its time: `--trace retain-on-failure` asks for it.
    locale: 'en-GB',
    timezoneId: 'Europe/Oslo',
  },
  projects: [
    {name: 'desktop', testDir: 'test/e2e', testIgnore: 'gateway/**', grepInvert: whole, use: desktop},
    // What a network, a bot, another tab or a key does to a conversation does not depend on the screen.
    {name: 'phone', testDir: 'test/e2e', testMatch: '{composer,people,phone,shop,small}.spec.ts', use: devices['Pixel 7']},
    {name: 'gateway', testDir: 'test/e2e/gateway', grepInvert: whole, use: desktop},
    {
      name: 'whole',
      testDir: 'test/e2e',
      grep: whole,
      use: {...desktop, launchOptions: {...keepingPages, ...at(findWholeBrowser()), args: browserArgs}},
    },
    {name: 'soak', testDir: 'test/soak', use: {...devices['Desktop Chrome']}},
    {name: 'stories', testDir: 'test/stories', use: {...devices['Desktop Chrome'], viewport: {width: 800, height: 900}}},
    {
      name: 'pictures',
      testDir: 'test/pictures',
      snapshotPathTemplate: '{testDir}/kept/{arg}{ext}',
      expect: {timeout: 10_000, toHaveScreenshot: {threshold: 0.02, maxDiffPixels: 30}},
      use: {launchOptions: drawnAlike},
    },
  ],
});

/** Without a path Playwright takes its own. */
function at(executablePath: string | undefined) {
  return executablePath ? {executablePath} : {};
}
