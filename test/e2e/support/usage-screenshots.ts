import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../../../build/launch/chromium.mjs'
import { openAiChatAnswer } from '../../support/models/openai-chat-script.ts'
import { openScriptedServer } from '../../support/models/scripted-server.ts'
import { startHost } from './host.ts'

/**
 * Pictures of the models, who answers, usage, budgets and prices, in both themes and two sizes, for eyes:
 * `node test/e2e/support/usage-screenshots.ts FOLDER`.
 */
const folder = process.argv[2] ?? '/tmp/diwan-pages'
mkdirSync(folder, { recursive: true })
const sizes = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'narrow', width: 360, height: 740 },
]
const models = ['strong-1', 'small-1', 'long-context-1']

await using server = await openScriptedServer((request) => {
  if (request.method === 'GET') {
    const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'us' }))
    return { headers: { 'content-type': 'application/json' }, steps: [JSON.stringify({ object: 'list', data })] }
  }
  const isStrong = request.body.includes('strong-1')
  return openAiChatAnswer({
    text: ['A recognizer ', 'finds one kind of entity [1].'],
    usage: isStrong ? { input: 5_200, output: 310, cached: 2_000 } : { input: 2_100, output: 90 },
  })
})
const host = await startHost()
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  await host.call('POST', '/providers', { name: 'work', kind: 'openai-compatible', url: server.url, key: 'secret' })
  await host.call('POST', '/providers/work/test', {})
  for (const [place, model] of models.entries()) {
    await host.call('POST', '/prices', { model: `work/${model}`, input: (place + 1) * 1e9, output: (place + 1) * 4e9 })
  }
  await host.call('PUT', '/budgets', { scope: 'month', limitNanoDollars: 30_000_000 })
  await host.call('PUT', '/budgets', { scope: 'day', limitNanoDollars: 900_000_000 })
  const samples = join(import.meta.dirname, '../../../../shared/data/docs-tree')
  await host.addLibrary('Handbook', [samples])
  const page = await browser.newPage()
  await page.goto(host.url)
  await page.goto(`${host.address}/#/models`)
  await everySize(page, 'models-providers')
  for (const model of ['strong-1', 'small-1', 'strong-1', 'long-context-1']) await ask(`work/${model}`)
  await page.goto(`${host.address}/#/usage`)
  await page.getByRole('heading', { name: 'Over time' }).waitFor()
  await everySize(page, 'usage')
  await page.getByRole('button', { name: 'As a table' }).click()
  await everySize(page, 'usage-table')
  await page.getByRole('heading', { name: 'Budgets' }).evaluate((heading) => heading.scrollIntoView())
  await everySize(page, 'usage-budgets')
  await page.getByRole('button', { name: 'Add a budget' }).click()
  await everySize(page, 'usage-budget-dialog')
} finally {
  await browser.close()
  await host.stop()
}

async function ask(model: string): Promise<void> {
  // The answer comes as a stream of events, which the door for programs ends when it is whole.
  await host.call('POST', '/chat', { question: 'What does a recognizer find?', model, reuse: false }).catch(() => null)
}

async function everySize(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(size)
      await page.waitForTimeout(700)
      await page.screenshot({ path: join(folder, `${name}-${size.name}-${colorScheme}.png`) })
    }
  }
}
