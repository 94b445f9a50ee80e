import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../../build/launch/chromium.mjs'
import { startHost } from './host.ts'

/**
 * Pictures of every view in both themes and three sizes, for eyes: `node test/e2e/support/screenshots.ts FOLDER`.
 * With `--readme` only the one picture of the README is taken, into docs/images.
 */
const samples = join(import.meta.dirname, '../../../../shared/data')
const onlyReadme = process.argv.includes('--readme')
const folder = onlyReadme ? join(import.meta.dirname, '../../../docs/images') : (process.argv[2] ?? '/tmp/diwan-pages')
mkdirSync(folder, { recursive: true })

const sizes = onlyReadme
  ? [{ name: 'wide', width: 1440, height: 900 }]
  : [
      { name: 'wide', width: 1440, height: 900 },
      { name: 'middle', width: 1024, height: 768 },
      { name: 'narrow', width: 360, height: 740 },
    ]

const host = await startHost()
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const page = await browser.newPage({ deviceScaleFactor: onlyReadme ? 2 : 1 })
  await page.goto(host.url)
  if (!onlyReadme) await everySize(page, 'first-run', async () => undefined)
  const documents = join(samples, 'documents')
  const library = await host.addLibrary('Handbook', [join(samples, 'docs-tree'), join(documents, 'pdf')])
  await host.addLibrary('Letters', [join(documents, 'html-text'), join(documents, 'office')])
  await page.reload()
  await ask(page, 'How does the anonymizer replace a phone number?')
  if (!onlyReadme) await ask(page, 'What does Apache Tika detect and extract?')
  await ask(page, 'How do I add a custom recognizer?')
  await everySize(page, 'answer', async () => undefined)
  await everySize(page, 'sources-text', (view) => openCitation(view, 'mark.glow'))
  if (onlyReadme) {
    await ask(page, 'What does Apache Tika detect and extract?')
    await everySize(page, 'readme', (view) => openCitation(view, '.pdf-paper canvas'))
  } else {
    await page.goto(`${host.address}/#/chat`)
    await everySize(page, 'new-conversation', async () => undefined)
    await ask(page, 'What does Apache Tika detect and extract?')
    await everySize(page, 'sources-pages', (view) => openCitation(view, '.pdf-paper canvas'))
    await page.goto(`${host.address}/#/libraries/${library}`)
    await everySize(page, 'library', async () => undefined)
    await everySize(page, 'library-failed', async (view) => {
      await view.getByRole('combobox', { name: 'State' }).selectOption('failed')
    })
    await page.goto(`${host.address}/#/settings`)
    await everySize(page, 'settings', async () => undefined)
  }
} finally {
  await browser.close()
  await host.stop()
}

async function everySize(page: Page, name: string, prepare: (page: Page) => Promise<void>): Promise<void> {
  for (const colorScheme of onlyReadme ? (['light'] as const) : (['light', 'dark'] as const)) {
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(size)
      await prepare(page)
      await page.waitForTimeout(1_200)
      const path = onlyReadme ? join(folder, 'diwan.png') : join(folder, `${name}-${size.name}-${colorScheme}.png`)
      if (!onlyReadme || name === 'readme') await page.screenshot({ path })
      await page.keyboard.press('Escape')
    }
  }
}

async function openCitation(page: Page, ready: string): Promise<void> {
  await page.getByRole('button', { name: /^Citation 1:/ }).click()
  await page.locator(ready).first().waitFor()
}

async function ask(page: Page, question: string): Promise<void> {
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: question }).locator('footer').waitFor()
}
