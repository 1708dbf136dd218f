// Runs steps in parallel on at most two cores, and reports each one when it ends.
import {spawn} from 'node:child_process';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cores = 2;
const limit = 10 * 60_000;
const env = {
  ...process.env,
  PATH: join(root, 'node_modules/.bin') + delimiter + process.env['PATH'],
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
};

/**
 * A step: `commands` are run in sequence; `cores` is how many it keeps busy, `after` the steps it depends on; `count` reads how many
 * tests it ran. Without `count` the step counts as one test.
 */
export async function runSteps(steps) {
  const waiting = [...steps];
  const running = new Map();
  const done = [];
  while (waiting.length || running.size) {
    const free = cores - [...running.keys()].reduce((sum, step) => sum + step.cores, 0);
    const next = waiting.find((step) => step.cores <= free && step.after.every((name) => !pending(name, waiting, running)));
    if (next) {
      waiting.splice(waiting.indexOf(next), 1);
      running.set(next, runStep(next, done));
    } else {
      const result = await Promise.race(running.values());
      running.delete(result.step);
      done.push(result);
      tell(result);
    }
  }
  return done;
}

function pending(name, waiting, running) {
  return [...waiting, ...running.keys()].some((step) => step.name === name);
}

async function runStep(step, done) {
  const started = performance.now();
  const broken = done.find(({step: {name}, counts}) => step.after.includes(name) && counts.failed);
  const outcome = broken ? notRun(broken) : await runCommands(step);
  return {step, title: step.title, ...outcome, seconds: (performance.now() - started) / 1000};
}

function notRun({step}) {
  return {counts: {passed: 0, failed: 1, skipped: 0}, output: '', sentence: `not run, since "${step.name}" failed.`};
}

async function runCommands(step) {
  let output = '';
  let code = 0;
  for (const command of step.commands) {
    const ended = await run(command, step.report);
    output += ended.output;
    code ||= ended.code;
  }
  const again = `To run it alone: npm test -- ${step.name}`;
  try {
    const counts = step.count?.({output, report: step.report}) ?? {passed: code ? 0 : 1, failed: 0, skipped: 0};
    const failed = counts.failed || (code ? 1 : 0);
    return {
      counts: {...counts, failed},
      output,
      sentence: `${step.count && counts.failed ? `${failed} failed` : `exited with ${code}`}. ${again}`,
    };
  } catch (error) {
    return {counts: {passed: 0, failed: 1, skipped: 0}, output, sentence: `${error.message}. ${again}`};
  }
}

function run([name, ...args], report) {
  const windows = process.platform === 'win32';
  const child = spawn(name, args, {
    cwd: root,
    shell: windows,
    detached: !windows,
    env: {...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report ?? ''},
  });
  let output = '';
  const take = (chunk) => (output += chunk);
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const timer = setTimeout(() => {
    output += `\nStopped: it took longer than ${limit / 1000} s.\n`;
    stop(child, windows);
  }, limit);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({code: 1, output: `${name} could not be started: ${error.message}\n`}));
    child.on('close', (code) => resolve({code: code ?? 1, output}));
  }).finally(() => clearTimeout(timer));
}

/** Stops the command and everything it started, such as browsers. */
function stop(child, windows) {
  if (windows) child.kill();
  else process.kill(-child.pid, 'SIGTERM');
}

function tell({step, counts, output, sentence, seconds}) {
  const tests = [`${counts.passed} passed`, counts.failed && `${counts.failed} failed`, counts.skipped && `${counts.skipped} skipped`];
  console.log(
    `${counts.failed ? '✗' : '✓'} ${step.name.padEnd(10)} ${step.title} (${tests.filter(Boolean).join(', ')}, ${seconds.toFixed(1)} s)`,
  );
  for (const name of counts.again ?? []) console.log(`  passed only on retry: ${name}`);
  if (counts.failed) console.log(`\n${output.trimEnd()}\n\n${step.title}: ${sentence}\n`);
  else if (counts.skipped)
    console.log(
      output
        .split('\n')
        .filter((line) => /skip/i.test(line))
        .join('\n'),
    );
}
