import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['test/components/**', 'test/widget/**', 'test/elements/**', 'test/e2e/**', 'test/stories/**', 'test/package/**'],
    testTimeout: 20_000,
  },
});
