import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import {build} from 'esbuild';
import {findBrowser, testArgs} from './scripts/browser.mjs';

const tsconfig = fileURLToPath(new URL('./tsconfig.json', import.meta.url));

/** A closing line of counts. A file that could not be loaded counts as a failure. */
function countsReporter() {
  return {
    stop({sessions}) {
      const counts = {passed: 0, failed: 0, skipped: 0};
      const walk = (suite) => {
        for (const test of suite?.tests ?? []) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
        for (const inner of suite?.suites ?? []) walk(inner);
      };
      for (const session of sessions) {
        walk(session.testResults);
        if (!session.testResults || session.errors.length) counts.failed++;
      }
      console.log(`Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    },
  };
}

/** The queries by role and name stand on CommonJS packages, which a browser cannot load: they are bundled once. */
function testingLibrary() {
  const name = 'shadow-dom-testing-library';
  const path = `/__bundled/${name}.js`;
  let bundled;
  return {
    name: 'testing-library',
    resolveImport: ({source}) => (source === name ? path : undefined),
    async serve(context) {
      if (context.path !== path) return undefined;
      const stdin = {contents: `export * from '${name}'`, resolveDir: import.meta.dirname};
      bundled ??= build({stdin, bundle: true, format: 'esm', write: false, logLevel: 'silent'});
      return {body: (await bundled).outputFiles[0].text, type: 'js'};
    },
  };
}

const launcher = chromeLauncher({
  launchOptions: {executablePath: findBrowser(), args: testArgs},
  // Two tabs of one window would be one hidden page, whose frames, pictures and scrolling stand still.
  createPage: async ({context}) => (await context.browser().createBrowserContext()).newPage(),
});

export default {
  files: ['test/components/**/*.test.ts', 'test/widget/**/*.test.ts', 'test/conversation/**/*.browser.ts'],
  // Lit's development build says so in every page.
  nodeResolve: {exportConditions: ['production', 'default']},
  concurrency: 2,
  testFramework: {config: {ui: 'bdd', timeout: 10_000}},
  browsers: [launcher],
  plugins: [testingLibrary(), esbuildPlugin({ts: true, target: 'es2022', tsconfig})],
  reporters: [defaultReporter({reportTestProgress: false}), countsReporter()],
};
