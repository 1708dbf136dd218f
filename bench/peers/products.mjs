import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundles} from '../shared/site.mjs';

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL('.', import.meta.url));
const folders = [join(here, '../node_modules'), join(here, '../../node_modules')];

/** All measured products; the first is the baseline. `folder` has the files it ships, `page` is the script that drives it. */
export const products = [
  {name: 'raw DOM', page: 'raw-dom.js'},
  {
    name: 'Parley',
    page: 'parley.js',
    folder: join(here, '../../dist'),
    version: JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8')).version,
  },
  {name: 'deep-chat', page: 'deep-chat.js', ...shipped('deep-chat', 'dist')},
  {name: '@carbon/ai-chat', page: 'carbon.js', isBundled: true, ...shipped('@carbon/ai-chat', 'dist')},
  {name: 'botframework-webchat', page: 'webchat.js', most: 100, ...shipped('botframework-webchat', 'dist')},
  {name: '@n8n/chat', page: 'n8n.js', ...shipped('@n8n/chat', 'dist')},
  {name: 'rasa-webchat', page: 'rasa.js', speaks: 'socket', isReloaded: true, ...shipped('rasa-webchat', 'lib')},
];

/** The script that drives a product, by path; bundled with the product if its users have to bundle it. */
export async function pageOf({page, isBundled}) {
  const path = join(here, 'pages', page);
  if (!isBundled) return new Map([['/page.js', readFileSync(path, 'utf8')]]);
  const files = await bundles(path, {splitting: true, outdir: '/', entryNames: 'page', loader: {'.svg': 'text'}, nodePaths: folders});
  return new Map(files.filter((file) => file.path.endsWith('.js')).map(({path, text}) => [path, text]));
}

function shipped(name, folder) {
  const root = folders.map((one) => join(one, name)).find((one) => readable(join(one, 'package.json')));
  if (!root) return {missing: `${name} is not installed`};
  return {folder: join(root, folder), version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version};
}

function readable(path) {
  try {
    return dirname(require.resolve(path));
  } catch {
    return undefined; // The next folder is tried.
  }
}
