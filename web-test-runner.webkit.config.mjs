// Parts and widget in WebKit, the engine of Safari: `npm run webkit`. No part of `npm test`.
import {findWebKit} from './scripts/browser.mjs';
import {webKitLauncher} from './scripts/webkit.mjs';
import config from './web-test-runner.config.mjs';

export default {
  ...config,
  browsers: [webKitLauncher(findWebKit())],
  concurrency: 1,
  testFramework: {config: {ui: 'bdd', timeout: 30_000}}, // It draws without a graphics card, several times slower than Chromium.
};
