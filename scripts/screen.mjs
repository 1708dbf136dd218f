// A virtual screen for browsers that open windows. Node built-ins only.
import {spawn} from 'node:child_process';
import {once} from 'node:events';

/** Starts Xvfb on a free display; `name` is the value for `DISPLAY`. */
export async function openScreen() {
  for (let number = 90; number < 120; number++) {
    const server = spawn('Xvfb', [`:${number}`, '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-displayfd', '3'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [outcome] = await Promise.race([once(server.stdio[3], 'data'), once(server, 'exit')]);
    if (Buffer.isBuffer(outcome)) return {name: `:${number}`, close: () => server.kill()};
  }
  throw new Error('Xvfb found no free display between :90 and :119');
}
