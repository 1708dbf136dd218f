import {createServer} from 'node:http';
import {build} from 'esbuild';

/** A grey picture for every path below `/pictures/`. */
const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="#ccc"/></svg>';

/**
 * Serves pages on the loopback interface.
 *
 * @param routes Each path's type and body; a body may be a function of the request.
 */
export async function serve(routes) {
  const server = createServer(async (request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost');
    const found = pathname.startsWith('/pictures/') ? {type: 'image/svg+xml', body: picture} : await find(routes, pathname, request);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, {'content-type': found.type, ...found.headers}).end(found.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}

/** Bundles a module with all its imports, as a browser gets it. */
export async function bundle(entry) {
  const [file] = await bundles(entry);
  return file.text;
}

/** Bundles a module into several files, its own first; `splitting` gives dynamic imports their own. Each has its `path`. */
export async function bundles(entry, more = {}) {
  const {outputFiles} = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    define: {'process.env.NODE_ENV': '"production"'},
    logLevel: 'error',
    ...more,
  });
  return outputFiles;
}

async function find(routes, pathname, request) {
  const route = routes[pathname] ?? routes['*'];
  return typeof route === 'function' ? route(pathname, request) : route;
}
