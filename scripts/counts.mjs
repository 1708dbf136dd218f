// How many tests passed, failed and were skipped, as each runner tells it.
import {existsSync, readFileSync} from 'node:fs';

/** From vitest's JSON report. A file that could not be loaded counts as one failure. */
export function fromVitest({report}) {
  const {numPassedTests, numFailedTests, numPendingTests, testResults} = read(report);
  const unloaded = testResults.filter(({status, assertionResults}) => status === 'failed' && !assertionResults.length).length;
  return {passed: numPassedTests, failed: numFailedTests + unloaded, skipped: numPendingTests};
}

/** From Playwright's JSON report. One that passed only when it was tried again has failed. */
export function fromPlaywright({report}) {
  const {stats, errors} = read(report);
  return {passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped};
}

/** From the closing line of the reporter in web-test-runner.config.mjs. */
export function fromWebTestRunner({output}) {
  const [, passed, failed, skipped] =
    /Tests: (\d+) passed, (\d+) failed, (\d+) skipped/.exec(output) ?? fail('it did not come to its closing line');
  return {passed: Number(passed), failed: Number(failed), skipped: Number(skipped)};
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : fail('it wrote no report');
}

function fail(sentence) {
  throw new Error(sentence);
}
