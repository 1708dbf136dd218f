// Loaded into every measured process before its own code: tells what the process has used so far, and ends it with whoever measures.
const {gc} = globalThis;

process.on('message', ({id, ask, given}) => {
  if (ask === 'usage') void usage(given).then((answer) => process.send({id, answer}));
});
process.on('disconnect', () => process.exit(0));

/** CPU of all its threads in milliseconds, and bytes held: after a collection, where that is asked for. */
async function usage({collect = false} = {}) {
  for (let times = collect ? 3 : 0; times > 0; times--) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const {user, system} = process.cpuUsage();
  const {rss, heapUsed, external} = process.memoryUsage();
  return {cpu: (user + system) / 1000, rss, held: heapUsed + external};
}
