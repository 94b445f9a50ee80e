import { defineConfig } from 'vitest/config'

const { DIWAN_PROPERTY_SEED: wantedSeed } = process.env
/** `npm test` repeats itself; the long trials take another seed each time, which they print. */
const repeatable = { propertySeed: Number(wantedSeed ?? 20_261_120) }
const varied = { propertySeed: wantedSeed === undefined ? null : Number(wantedSeed) }

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
    // One more than a small machine has cores: tests wait about a fifth of their time for processes, clocks and disks.
    maxWorkers: 3,
    // A leftover `.only` would silently shrink the suite.
    allowOnly: false,
    setupFiles: ['test/support/property-seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          provide: repeatable,
          include: ['src/**/*.test.{ts,tsx}'],
          // A process of its own, and the sources anew, take longer than most of these files.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          provide: repeatable,
          include: ['test/integration/**/*.test.ts'],
          testTimeout: minutes(1),
          hookTimeout: minutes(1),
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          provide: varied,
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
