import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../../build/launch/chromium.mjs'
import { everything } from './answer-sample.ts'
import { gateAfter, startModelHost } from './model-host.ts'

/**
 * Pictures of answers that a model writes, of the composer and its menus, and of answers side by side, in both themes and
 * two sizes, for eyes: `node test/e2e/support/chat-screenshots.ts FOLDER`.
 */
const folder = process.argv[2] ?? '/tmp/diwan-pages'
mkdirSync(folder, { recursive: true })
const sizes = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'narrow', width: 360, height: 740 },
]

const host = await startModelHost()
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const page = await browser.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.log(message.text().slice(0, 300))
  })
  await page.goto(host.url)
  const gate = gateAfter(12)
  host.says([
    { about: 'Show everything', text: everything, reasoning: 'The person wants to see everything. The lease says it.' },
    {
      about: 'Who pays for the roof?',
      text: 'The landlord pays for the roof [2], and the tenant pays 900 euros for it [2].',
      gate,
    },
    { about: '', text: 'The deposit is **two months of rent** [1], and small repairs cost up to 500 euros [2].' },
  ])
  await choose(page, /^large/)
  await page.getByRole('textbox', { name: 'Your question' }).fill('How much is the deposit, and who pays for repairs?')
  await everySize(page, 'composer')
  await page.getByRole('button', { name: /^Model:/ }).click()
  await everySize(page, 'picker')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'How the model answers' }).click()
  await everySize(page, 'options')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Your question' }).press('Enter')
  await rest(page)
  await everySize(page, 'short-answer')
  await send(page, 'Show everything about the rent')
  await rest(page)
  await everySize(page, 'everything')
  await page
    .getByRole('article')
    .last()
    .evaluate((element) => element.scrollIntoView({ block: 'end' }))
  await everySize(page, 'everything-end')
  await send(page, 'Who pays for the roof?')
  await page.getByText('The landlord').waitFor()
  await everySize(page, 'writing')
  gate.open()
  await rest(page)
  await choose(page, /^large/, /^small/)
  await send(page, 'How high is the deposit?')
  await page.getByRole('button', { name: 'Go on with this one' }).first().waitFor()
  await everySize(page, 'side-by-side')
} finally {
  await browser.close()
  await host.stop()
}

async function choose(page: Page, ...names: readonly RegExp[]): Promise<void> {
  await page.getByRole('button', { name: /^Model:/ }).click()
  if (names.length > 1) await page.getByRole('checkbox', { name: 'Compare several models' }).check()
  for (const name of names.length > 1 ? names.slice(1) : names) await page.getByRole('option', { name }).click()
  if (names.length > 1) await page.keyboard.press('Escape')
}

async function send(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('textbox', { name: 'Your question' }).press('Enter')
}

async function rest(page: Page): Promise<void> {
  await page.getByRole('article').last().locator('footer').waitFor()
}

async function everySize(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(size)
      await page.waitForTimeout(900)
      await page.screenshot({ path: join(folder, `chat-${name}-${size.name}-${colorScheme}.png`) })
    }
  }
}
