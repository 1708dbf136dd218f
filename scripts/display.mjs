// Provides a virtual screen and mouse, for what only a real mouse wheel shows. Node built-ins only.
import {spawnSync} from 'node:child_process';
import {platform} from 'node:os';
import {onPath} from './browser.mjs';

const programs = {Xvfb: 'xvfb', xdotool: 'xdotool'};

/** Names of the missing programs. */
export function missingForDisplay() {
  return Object.keys(programs).filter((program) => !onPath(program));
}

/** Installs missing programs where possible: on Debian, as root. Whoever needs them reports what is still missing. */
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
