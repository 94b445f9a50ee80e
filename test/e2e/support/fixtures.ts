import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'
import { type Host, startHost } from './host.ts'

/** Real documents beside the checkout, shared by every test. */
export const samples = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
export const docsTree = `${samples}docs-tree`
export const pdf = (name: string) => `${samples}documents/pdf/${name}`

type Fixtures = {
  /** A host of the test's own, with an empty data folder. */
  host: Host
  /** A host of the test's own, whose library `docs` holds docs-tree; its id is `docs`. */
  docsHost: Host & { docs: string }
  /** The host that the tests of a worker share: for those that look at nothing but libraries of their own, which go after them. */
  sharedHost: Host
  /** What the page said on its console that a person should not meet: warnings, errors, violations of the policy. */
  complaints: string[]
}

type WorkerFixtures = {
  /** A data folder in which docs-tree was read: reading it takes longer than most tests, so it is done once. */
  docsFolder: { path: string; library: string }
  workerHost: Host
}

/** What the page may say: pdf.js about files that are damaged on purpose, Chromium about a refused connection. */
const harmless = [/Indexing all PDF objects/, /WebSocket connection to/, /net::ERR_CONNECTION_REFUSED/]

export const test = base.extend<Fixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from a pattern
  host: async ({}, use) => {
    const host = await startHost()
    await use(host)
    await host.stop()
  },
  docsFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const host = await startHost()
      const library = await host.addLibrary('docs', [docsTree])
      await host.leave()
      await use({ path: host.dataFolder, library })
      await rm(host.dataFolder, { recursive: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  docsHost: async ({ docsFolder }, use) => {
    const host = await startHost({ copyOf: docsFolder.path })
    await use({ ...host, docs: docsFolder.library })
    await host.stop()
  },
  workerHost: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const host = await startHost()
      await use(host)
      await host.stop()
    },
    { scope: 'worker' },
  ],
  sharedHost: async ({ workerHost }, use) => {
    const made: string[] = []
    const addLibrary: Host['addLibrary'] = async (...library) => {
      const id = await workerHost.addLibrary(...library)
      made.push(id)
      return id
    }
    await use({ ...workerHost, addLibrary, url: await workerHost.freshLink() })
    for (const id of made) await workerHost.call('DELETE', `/libraries/${id}`)
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return
      if (!harmless.some((pattern) => pattern.test(message.text()))) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(`${error}`))
    await use(complaints)
    expect(complaints).toEqual([])
  },
})

export { expect }

/** Opens the page of a host and waits until it has an answer from the engine. */
export async function openPage(page: Page, host: Host): Promise<void> {
  await page.goto(host.url)
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toBeVisible()
}

/** Asks from wherever the focus is and waits for the answer's end. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article', { name: question }).locator('footer')).toBeVisible()
}

/** Drops real files and folders on the middle of the page, as a file manager does. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: size.width / 2, y: size.height / 2, data })
  }
  await devtools.detach()
}
