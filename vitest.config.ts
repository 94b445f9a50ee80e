import { defineConfig } from 'vitest/config'

const minutes = (count: number) => count * 60_000

/**
 * Three projects. `unit` stands beside its source; `integration` crosses rooms; `long` holds the trials (kills, storms,
 * fuzz) that `npm run test:long` runs one file at a time, because they measure what a machine does when it is busy.
 *
 * Forks, not threads: tests kill processes, change folders and load native modules, none of which a thread can undo.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A leftover `.only` would silently shrink the suite.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 20_000, hookTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: minutes(1),
          hookTimeout: minutes(1),
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: minutes(25),
          hookTimeout: minutes(5),
          fileParallelism: false,
          maxConcurrency: 1,
        },
      },
    ],
  },
})
