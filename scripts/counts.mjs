// How many tests passed, failed and were skipped, from the output of each runner.
import {existsSync, readFileSync} from 'node:fs';
import {stripVTControlCharacters} from 'node:util';

/** From vitest's JSON report. A file that could not be loaded counts as one failure. */
export function fromVitest({report}) {
  const {numPassedTests, numFailedTests, numPendingTests, testResults} = read(report);
  const unloaded = testResults.filter(({status, assertionResults}) => status === 'failed' && !assertionResults.length).length;
  return {passed: numPassedTests, failed: numFailedTests + unloaded, skipped: numPendingTests};
}

/** From Playwright's JSON report. `again`: tests that passed only on retry, each with the reason of the first failure. */
export function fromPlaywright({report}) {
  const {stats, errors, suites} = read(report);
  const again = specsOf(suites).flatMap(({title, file, tests}) =>
    tests.filter(({status}) => status === 'flaky').map(({results}) => `${file}: ${title}\n${reasonOf(results[0])}`),
  );
  return {passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped, again};
}

/** The first lines of the error of an attempt. */
function reasonOf({error, errors = [], status}) {
  const message = stripVTControlCharacters((error ?? errors[0])?.message ?? status);
  return message
    .split('\n')
    .filter((line) => line.trim())
    .slice(0, 12)
    .map((line) => `    ${line}`)
    .join('\n');
}

function specsOf(suites = []) {
  return suites.flatMap(({specs = [], suites: inner}) => [...specs, ...specsOf(inner)]);
}

/** From the closing line of the reporter in web-test-runner.config.mjs. */
export function fromWebTestRunner({output}) {
  const [, passed, failed, skipped] =
    /Tests: (\d+) passed, (\d+) failed, (\d+) skipped/.exec(output) ?? fail('it did not print its closing line');
  return {passed: Number(passed), failed: Number(failed), skipped: Number(skipped)};
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : fail('it wrote no report');
}

function fail(sentence) {
  throw new Error(sentence);
}
