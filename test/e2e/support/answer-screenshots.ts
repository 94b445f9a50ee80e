import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Locator, type Page } from '@playwright/test'
import { findChromium } from '../../../build/launch/chromium.mjs'
import { makeOnnxEncoder } from '../../support/models/onnx-models.ts'
import { startHost } from './host.ts'

/**
 * Pictures of what stands around answers – marks, notes, plans, explanations –, of models, their settings and evaluations,
 * in both themes and two sizes, for eyes: `node test/e2e/support/answer-screenshots.ts FOLDER`.
 */
const samples = join(import.meta.dirname, '../../../../shared/data')
const folder = process.argv[2] ?? '/tmp/diwan-pages'
mkdirSync(folder, { recursive: true })
const sizes = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'narrow', width: 360, height: 740 },
]

const host = await startHost()
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const page = await browser.newPage()
  await page.goto(host.url)
  const library = await host.addLibrary('Handbook', [join(samples, 'docs-tree')])
  await page.reload()
  await ask(page, 'How many documents mention recognizers?')
  await everySize(page, 'collection', rest)
  await ask(page, 'How is a phone number anonymized?')
  await ask(page, 'And in a picture?')
  await everySize(page, 'understood-as', rest)
  await ask(page, 'How do I add a custom recognizer?')
  await ask(page, 'How do I add a custom recognizer?')
  await everySize(page, 'reused', async (view) => {
    await view.getByRole('group', { name: 'Ask in another way' }).scrollIntoViewIfNeeded()
  })
  await everySize(page, 'explain', async (view) => {
    await view
      .getByRole('button', { name: /^Citation 1:/ })
      .last()
      .click()
    await view.getByRole('button', { name: 'Why this passage?' }).click()
    await view.getByText(/^Place \d+ among/).waitFor()
  })
  await everySize(page, 'check', async (view) => {
    await view.keyboard.press('Escape')
    await view.keyboard.press('Control+k')
    await view.getByRole('option', { name: 'Check a text' }).click()
    await view
      .getByRole('dialog')
      .getByRole('textbox')
      .fill('Recognizers can be added in Python code or in a YAML file. Presidio was released in 1987 by Siemens.')
    await view.getByRole('dialog').getByRole('button', { name: 'Check' }).click()
    await view
      .getByRole('button', { name: /^In doubt/ })
      .last()
      .click()
  })
  await page.goto(`${host.address}/#/models`)
  const models = await mkdtemp(join(tmpdir(), 'diwan-model-'))
  makeOnnxEncoder(models, { dimensions: 32 })
  await host.call('POST', '/models/import', { path: models, modelId: 'made-encoder', kind: 'embedding' })
  await rm(models, { recursive: true })
  await page.reload()
  await everySize(page, 'models', rest)
  await everySize(page, 'add-server', async (view) => {
    await view.getByRole('button', { name: 'Add a server' }).click()
  })
  await page.goto(`${host.address}/#/libraries/${library}`)
  await everySize(page, 'embedding', async (view) => {
    await view.getByRole('button', { name: 'More for Handbook' }).last().click()
    await view.getByRole('menuitem', { name: 'Embedding model' }).click()
    await view.getByRole('radio', { name: /^made-encoder/ }).check()
    await view.getByText('This takes').waitFor()
  })
  await page.goto(`${host.address}/#/settings`)
  await everySize(page, 'settings-searching', (view) => show(view.getByRole('heading', { name: 'Searching' })))
  await page.goto(`${host.address}/#/libraries/${library}/evaluation`)
  await everySize(page, 'evaluation-empty', rest)
  await page.getByRole('main').getByRole('button', { name: 'New question set' }).click()
  await page.getByRole('textbox', { name: 'Name of the set' }).fill('Drafts')
  await page.getByRole('button', { name: 'Make the set' }).click()
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await run.getByRole('checkbox', { name: 'Compare with second settings' }).check()
  await run
    .getByRole('group', { name: 'Second' })
    .getByRole('combobox', { name: 'Search more broadly' })
    .selectOption('on')
  await everySize(page, 'evaluation-set', rest)
  await run.getByRole('button', { name: 'Run' }).click()
  await everySize(page, 'evaluation-result', (view) => show(view.getByRole('heading', { name: 'Result' })))
} finally {
  await browser.close()
  await host.stop()
}

async function rest(): Promise<void> {
  // The view is looked at as it is.
}

function show(part: Locator): Promise<void> {
  return part.evaluate((element) => element.scrollIntoView({ block: 'start' }))
}

async function everySize(page: Page, name: string, prepare: (page: Page) => Promise<void>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(size)
      await prepare(page)
      await page.waitForTimeout(800)
      await page.screenshot({ path: join(folder, `${name}-${size.name}-${colorScheme}.png`) })
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
    }
  }
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: question }).last().locator('footer').waitFor()
}
