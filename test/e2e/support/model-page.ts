import type { Page } from '@playwright/test'
import { test as base, expect } from './fixtures.ts'
import { type ModelHost, startModelHost } from './model-host.ts'

export { expect }

/** With a host whose models say what the test wants; the tests of a worker share it. */
export const test = base.extend<object, { modelHost: ModelHost }>({
  modelHost: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from a pattern
    async ({}, use) => {
      const host = await startModelHost()
      await use(host)
      await host.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

export const composer = (page: Page) => page.getByRole('textbox', { name: 'Your question' })
export const footer = (page: Page) => page.getByRole('article').last().locator('footer')

/** Opens a new conversation, once the models are known. */
export async function open(page: Page, host: ModelHost): Promise<void> {
  await page.goto(await host.freshLink())
  await expect(page.getByRole('button', { name: /^Model:/ })).toBeVisible()
}

/** Chooses one model of `desk`, or several to answer side by side. */
export function choose(page: Page, ...names: readonly RegExp[]): Promise<void> {
  return chooseOf(page, 'desk', ...names)
}

/** As `choose`, of another provider. */
export async function chooseOf(page: Page, provider: string, ...names: readonly RegExp[]): Promise<void> {
  await page.getByRole('button', { name: /^Model:/ }).click()
  if (names.length > 1) await page.getByRole('checkbox', { name: 'Compare several models' }).check()
  const models = page.getByRole('group', { name: provider, exact: true })
  for (const name of names) await models.getByRole('option', { name }).click()
  if (names.length > 1) await page.keyboard.press('Escape')
}

export async function send(page: Page, question: string): Promise<void> {
  await composer(page).fill(question)
  await composer(page).press('Enter')
}
