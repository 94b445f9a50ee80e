import { defineConfig } from '@playwright/test'
import { findChromium } from './build/launch/chromium.mjs'

const executablePath = findChromium()
const isRoot = process.getuid?.() === 0

/**
 * `e2e` drives the page in a real Chromium against the headless host; `electron` is the smoke test of the desktop host.
 * Playwright's own browser downloads are never used: the machine's Chromium is.
 */
export default defineConfig({
  testDir: 'test',
  outputDir: 'node_modules/.cache/test-results/browser',
  forbidOnly: true,
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
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
    { name: 'e2e', testMatch: 'e2e/**/*.{test,spec}.ts', use: { browserName: 'chromium' } },
    { name: 'electron', testMatch: 'electron/**/*.{test,spec}.ts' },
  ],
})
