import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import manifest from '../../package.json' with {type: 'json'};

const root = fileURLToPath(new URL('../..', import.meta.url));
const windows = process.platform === 'win32';

/** Another project that has installed the package from the archive to be published. */
export interface Consumer {
  folder: string;
  /** The archive. */
  archive: string;
  /** The installed package. */
  installed: string;
  write(name: string, text: string): void;
  /** Links more packages from our own node_modules. */
  install(names: readonly string[]): void;
  /** Runs a command in the folder of the project, with our tools in its PATH. */
  run(command: string, ...args: string[]): string;
  remove(): void;
}

export function createConsumer(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'parley-consumer-'));
  const run = (command: string, ...args: string[]): string => execute(folder, command, args);
  const [packed] = JSON.parse(execute(root, 'npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])) as {
    filename: string;
  }[];
  const archive = join(folder, packed!.filename);
  const installed = join(folder, 'node_modules/parley-chat');
  mkdirSync(installed, {recursive: true});
  run('tar', '-xzf', archive, '-C', installed, '--strip-components=1');
  const install = (names: readonly string[]): void => {
    for (const name of names) {
      mkdirSync(dirname(join(folder, 'node_modules', name)), {recursive: true});
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), windows ? 'junction' : 'dir');
    }
  };
  install(Object.keys(manifest.dependencies));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('package.json', JSON.stringify({name: 'consumer', private: true, type: 'module'}));
  return {folder, archive, installed, write, install, run, remove: () => rmSync(folder, {recursive: true, force: true})};
}

/** @throws {Error} with the whole output of the command. */
function execute(cwd: string, command: string, args: string[]): string {
  const path = `${join(root, 'node_modules/.bin')}${windows ? ';' : ':'}${process.env['PATH']}`;
  try {
    return execFileSync(command, args, {cwd, encoding: 'utf8', shell: windows, env: {...process.env, PATH: path}, stdio: 'pipe'});
  } catch (error) {
    const {stdout, stderr} = error as {stdout: string; stderr: string};
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, {cause: error});
  }
}
