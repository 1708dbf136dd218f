// Sees to a screen that nobody looks at and a mouse that nobody holds, for what only a real mouse wheel shows. Node built-ins only.
import {spawnSync} from 'node:child_process';
import {platform} from 'node:os';
import {onPath} from './browser.mjs';

const programs = {Xvfb: 'xvfb', xdotool: 'xdotool'};

/** Which of the programs are missing. */
export function missingForDisplay() {
  return Object.keys(programs).filter((program) => !onPath(program));
}

/** Installs what is missing where that is possible: on Debian, as root. What is still missing is told by who needs it. */
export function ensureDisplay() {
  const missing = missingForDisplay();
  if (!missing.length || platform() !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return;
  const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
  spawnSync('apt-get', ['update', '-q'], {stdio: 'inherit', env});
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing.map((program) => programs[program])], {
    stdio: 'inherit',
    env,
  });
}
