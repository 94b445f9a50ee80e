import { defineConfig } from '@playwright/test'
import { findChromium } from './build/launch/chromium.mjs'

const executablePath = findChromium()
const isRoot = process.getuid?.() === 0

/**
 * `e2e` drives the page in a real Chromium against the headless host; `long` does too, for what takes its time: every view
 * in every theme, ten thousand documents. `electron` is the smoke test of the desktop host.
 * Playwright's own browser downloads are never used: the machine's Chromium is.
 */
export default defineConfig({
  testDir: 'test',
  outputDir: 'node_modules/.cache/test-results/browser',
  forbidOnly: true,
  // One more than a small machine has cores, as in vitest.config.ts.
  workers: 3,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    // Tracing costs each test time, also those that pass: DIWAN_TRACE=1 asks for the traces of failures.
    trace: process.env['DIWAN_TRACE'] === undefined ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Chromium's sandbox refuses to start as root, which is how build machines run.
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
  projects: [
    {
      name: 'e2e',
      testMatch: 'e2e/**/*.{test,spec}.ts',
      // Each test has a host of its own, so the workers end together, whatever file the long tests are in.
      fullyParallel: true,
      use: { browserName: 'chromium' },
    },
    { name: 'long', testMatch: 'long/**/*.spec.ts', fullyParallel: true, use: { browserName: 'chromium' } },
    { name: 'electron', testMatch: 'electron/**/*.{test,spec}.ts' },
  ],
})
