import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Many a test waits for a timer: nothing is gained by leaving a core free.
    maxWorkers: '100%',
    pool: 'threads', // A fifth less to do than with processes.
    include: ['test/**/*.test.ts'],
    exclude: ['test/components/**', 'test/widget/**', 'test/elements/**', 'test/e2e/**', 'test/stories/**', 'test/package/**'],
    testTimeout: 20_000,
  },
});
