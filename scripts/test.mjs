// Runs all checks, even after a failure, and ends with the line `N passed, N failed`. `npm test` runs all of them, `npm test -- unit e2e`
// the named ones. At most two run at a time, the longest first; those that drive a browser run alone.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fromPlaywright, fromVitest, fromWebTestRunner} from './counts.mjs';
import {runSteps} from './steps.mjs';

const reports = mkdtempSync(join(tmpdir(), 'parley-test-'));
const guards = ['test/layers.test.ts', 'test/shape.test.ts'];
const browsing = {cores: 2};

const steps = [
  step('types', 'Sources, tests, stories and demo pass the type check', [['tsc', '-p', 'tsconfig.json']]),
  vitest(
    'unit',
    'Unit tests that run in Node',
    guards.flatMap((file) => ['--exclude', file]),
  ),
  step('build', 'The package, the script-tag file and the demo are built', [['node', 'scripts/build.mjs']]),
  step('storybook', 'The stories are built', [['storybook', 'build', '--quiet', '--disable-telemetry']], {after: ['build']}),
  vitest('package', 'The package as it is published', ['--config', 'test/package/vitest.config.ts'], {after: ['build']}),
  step('lint', 'The linter reports nothing', [['oxlint']]),
  step('format', 'Every file is formatted', [['prettier', '--check', '--log-level', 'warn', '.']]),
  step('templates', 'The templates pass the type check', [
    ['lit-analyzer', 'src', '--strict', '--quiet', '--rules.no-missing-import', 'off', '--rules.no-invalid-css', 'off'],
  ]),
  step('unused', 'No file, export or dependency is unused', [['knip', '--no-progress']]),
  vitest('layers', 'The layers, and the shape of the code', guards),
  step('component', 'Parts and widget in a browser', [['wtr']], {...browsing, count: fromWebTestRunner}),
  playwright('e2e', 'The shop with the built widget and its bot, and its screenshots', ['desktop', 'phone', 'pictures'], {
    after: ['build'],
  }),
  playwright('gateway', 'The chat through the built gateway, with every fault in between', ['gateway', 'whole'], {
    after: ['build'],
    workers: 3, // Half of their time is spent waiting for deliberate delays.
  }),
  playwright('stories', 'Every story renders without errors or accessibility violations', ['stories'], {after: ['storybook']}),
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length) {
  console.error(`There is no check named ${unknown.join(' or ')}. There are: ${steps.map(({name}) => name).join(', ')}.`);
  process.exit(1);
}

const results = await runSteps(asked.length ? steps.filter(({name}) => asked.includes(name)) : steps);
rmSync(reports, {recursive: true, force: true});
report(results);

function step(name, title, commands, {cores = 1, after = [], count, report} = {}) {
  return {name, title, commands, cores, after, count, report};
}

function vitest(name, title, args, options) {
  const report = join(reports, `${name}.json`);
  return step(name, title, [['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]], {
    ...options,
    report,
    count: fromVitest,
  });
}

function playwright(name, title, projects, {workers = 2, ...options}) {
  const report = join(reports, `${name}.json`);
  const command = [
    'playwright',
    'test',
    `--workers=${workers}`,
    ...projects.map((project) => `--project=${project}`),
    '--reporter=list,json',
  ];
  return step(name, title, [command], {...browsing, ...options, report, count: fromPlaywright});
}

function report(results) {
  const sum = (key) => results.reduce((total, {counts}) => total + counts[key], 0);
  const broken = results.filter(({counts}) => counts.failed);
  console.log('');
  for (const {title, sentence} of broken) console.log(`✗ ${title}: ${sentence}`);
  if (sum('skipped')) console.log(`${sum('skipped')} skipped; see above for the reasons.`);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = broken.length ? 1 : 0;
}
