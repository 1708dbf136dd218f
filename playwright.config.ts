import {defineConfig, devices} from '@playwright/test';
import {browserArgs, findBrowser} from './scripts/browser.mjs';

const executablePath = findBrowser();
const desktop = {...devices['Desktop Chrome'], viewport: {width: 1280, height: 800}};

/** `desktop` and `phone` visit the shop as built, `gateway` breaks what lies between the chat and its bot, `stories` visits the built stories. Each worker starts a server of its own on a free port. */
export default defineConfig({
  workers: 2,
  fullyParallel: true,
  // On a machine that others use too something may take too long; `scripts/test.mjs` names what needed its second try.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 30_000,
  expect: {timeout: 10_000},
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/pictures/{arg}-{projectName}{ext}',
  use: {
    // Pages left are kept as in the browsers of visitors, so that coming back to one is tested as it is.
    launchOptions: {args: browserArgs, ignoreDefaultArgs: ['--disable-back-forward-cache'], ...(executablePath && {executablePath})},
    // A trace of each test takes a third of its time: `--trace retain-on-failure` asks for it.
    locale: 'en-GB',
    timezoneId: 'Europe/Oslo',
  },
  projects: [
    {name: 'desktop', testDir: 'test/e2e', testIgnore: 'gateway/**', use: desktop},
    // What a network, a bot, another tab or a key does to a conversation does not depend on the screen.
    {name: 'phone', testDir: 'test/e2e', testMatch: '{composer,people,phone,shop,small}.spec.ts', use: devices['Pixel 7']},
    {name: 'gateway', testDir: 'test/e2e/gateway', use: desktop},
    {name: 'soak', testDir: 'test/soak', use: {...devices['Desktop Chrome']}},
    {name: 'stories', testDir: 'test/stories', use: {...devices['Desktop Chrome'], viewport: {width: 800, height: 900}}},
  ],
});
