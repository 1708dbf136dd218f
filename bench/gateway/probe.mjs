// Preloaded into every measured process: reports its resource usage, and ends it together with its parent.
const {gc} = globalThis;

process.on('message', ({id, ask, given}) => {
  if (ask === 'usage') void usage(given).then((answer) => process.send({id, answer}));
});
process.on('disconnect', () => process.exit(0));

/** CPU time of all threads in milliseconds, and memory in bytes, after garbage collection if `collect` is set. */
async function usage({collect = false} = {}) {
  for (let times = collect ? 3 : 0; times > 0; times--) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const {user, system} = process.cpuUsage();
  const {rss, heapUsed, external} = process.memoryUsage();
  return {cpu: (user + system) / 1000, rss, held: heapUsed + external};
}
