/** The packages that are not installed for apps that only use the chat. */
const requiredPackages = ['@fastify/busboy', '@hono/node-server', 'file-type', 'hono', 'jose', 'prom-client', 'zod'];

/** Why the gateway does not start, in sentences for whoever started it: without a stack where the message says what to do. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const [, missing] = /Cannot find package '([^']+)'/.exec(error.message) ?? [];
  if (code === 'ERR_MODULE_NOT_FOUND' && missing && requiredPackages.some((name) => missing === name))
    return `The package ${missing} is not installed. The gateway needs some that the chat alone does not:\n\n  npm i ${requiredPackages.join(' ')}\n`;
  if (code === 'EADDRINUSE') return `${endpointOf(error)} is taken by another program; choose another with --port.`;
  if (code === 'EACCES' && 'port' in error) return `${endpointOf(error)} needs more rights; take one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${endpointOf(error)} is no address of this machine; correct "listen.host".`;
  if (error.name === 'ConfigError' || code.startsWith('ERR_PARSE_ARGS')) return error.message;
  return error.cause instanceof Error ? `${error.message}\n  ${error.cause.message}` : error.message;
}

function endpointOf(error: Error): string {
  const {address = '', port = ''} = error as {address?: unknown; port?: unknown};
  return `Port ${String(port)} of ${String(address)}`;
}
