// Parts and widget in Firefox: `npm run firefox`. No part of `npm test`.
import {chromeLauncher} from '@web/test-runner-chrome';
import {findFirefox} from './scripts/browser.mjs';
import config from './web-test-runner.config.mjs';

/** It is light and moves, as tests ask for mostly: nothing can change that while it runs. */
const preferences = {'ui.systemUsesDarkTheme': 0, 'ui.prefersReducedMotion': 0};

const launcher = chromeLauncher({
  launchOptions: {browser: 'firefox', executablePath: findFirefox(), extraPrefsFirefox: preferences},
  createPage: async ({context}) => {
    const page = await (await context.browser().createBrowserContext()).newPage();
    return Object.assign(page, {emulateMediaFeatures: async () => undefined});
  },
});

export default {
  ...config,
  browsers: [launcher],
  concurrency: 1, // Only one of its windows is in front.
};
