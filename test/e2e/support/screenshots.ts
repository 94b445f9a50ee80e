import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../../build/launch/chromium.mjs'
import { fillHost } from './full-host.ts'
import { startHost } from './host.ts'
import { libraryScenes, type Scene } from './library-scenes.ts'

/**
 * Pictures of every view in three sizes and both themes, and mirrored, for eyes: `node test/e2e/support/screenshots.ts
 * FOLDER [NAME …]`. With `--readme` only the picture of the README is taken, into docs/images.
 */
const samples = join(import.meta.dirname, '../../../../shared/data')
const [first = '/tmp/diwan-pages', ...only] = process.argv.slice(2)
const onlyReadme = first === '--readme'
const folder = onlyReadme ? join(import.meta.dirname, '../../../docs/images') : first
mkdirSync(folder, { recursive: true })

const looks = [
  { name: 'wide', width: 1280, height: 800, mirrored: false },
  { name: 'middle', width: 900, height: 700, mirrored: false },
  { name: 'narrow', width: 360, height: 740, mirrored: false },
  { name: 'wide-mirrored', width: 1280, height: 800, mirrored: true },
  { name: 'narrow-mirrored', width: 360, height: 740, mirrored: true },
]
type Look = (typeof looks)[number]

const host = await startHost()
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const context = await browser.newContext({ deviceScaleFactor: onlyReadme ? 2 : 1 })
  await (await context.newPage()).goto(host.url)
  if (onlyReadme) await takeReadme(context)
  else await takeAll(context)
} finally {
  await browser.close()
  await host.stop()
}

async function takeReadme(context: BrowserContext): Promise<void> {
  const library = ['docs-tree', 'documents/pdf', 'documents/office'].map((part) => join(samples, part))
  await host.addLibrary('Handbook', library)
  await host.addLibrary('Letters', [join(samples, 'documents/html-text'), join(samples, 'documents/email')])
  const page = await context.newPage()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${host.address}/#/chat`)
  await ask(page, 'How does the anonymizer replace a phone number?')
  await ask(page, 'How do I add a custom recognizer?')
  await ask(page, 'What does Apache Tika detect and extract?')
  await openCitation(page, '.pdf-paper canvas')
  await page.waitForTimeout(1_500)
  await page.screenshot({ path: join(folder, 'diwan.png') })
}

async function takeAll(context: BrowserContext): Promise<void> {
  const full = await fillHost(host)
  const scenes: readonly Scene[] = [
    ...libraryScenes(full),
    { name: 'settings', address: '#/settings', open: async () => undefined },
    { name: 'new-conversation', address: '#/chat', open: async () => undefined },
    {
      name: 'answer',
      address: '#/chat',
      async open(page) {
        await ask(page, 'How much is the deposit?')
        await openCitation(page, 'mark.glow')
      },
    },
  ]
  for (const scene of scenes.filter(({ name }) => only.length === 0 || only.includes(name))) {
    for (const look of looks) await take(context, scene, look)
  }
  await full.remove()
}

async function take(context: BrowserContext, { name, address, open }: Scene, look: Look): Promise<void> {
  const page = await context.newPage()
  if (look.mirrored) await mirror(page)
  await page.setViewportSize(look)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${host.address}/${address}`)
  await page.getByRole('main').waitFor()
  await open(page)
  for (const colorScheme of look.mirrored ? (['light'] as const) : (['light', 'dark'] as const)) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(1_000)
    await page.screenshot({ path: join(folder, `${name}-${look.name}-${colorScheme}.png`) })
  }
  await page.close()
}

/** There is no language yet that is written from the right: the page is told that its own is. */
async function mirror(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const turn = () => {
      if (document.documentElement !== null && document.documentElement.dir !== 'rtl')
        document.documentElement.dir = 'rtl'
    }
    new MutationObserver(turn).observe(document, {
      attributes: true,
      attributeFilter: ['dir'],
      childList: true,
      subtree: true,
    })
  })
}

async function openCitation(page: Page, ready: string): Promise<void> {
  await page.getByRole('button', { name: /^Citation 1:/ }).click()
  await page.locator(ready).first().waitFor()
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: question }).locator('footer').last().waitFor()
}
