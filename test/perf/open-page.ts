import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../build/launch/chromium.mjs'
import { type Host, startHost } from '../e2e/support/host.ts'

export type OpenPage = { host: Host; browser: Browser; page: Page; [Symbol.asyncDispose](): Promise<void> }

/** The page in a real Chromium against the real host, let in and quiet. */
export async function openPage(): Promise<OpenPage> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('there is no Chromium to measure the page in')
  const host = await startHost()
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(host.url)
  await page.getByRole('main').getByRole('heading', { level: 2 }).waitFor()
  return {
    host,
    browser,
    page,
    async [Symbol.asyncDispose]() {
      await browser.close()
      await host.stop()
    },
  }
}
