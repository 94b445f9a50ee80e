import type { Page } from '@playwright/test'
import { docsTree, expect, openPage, test } from './support/fixtures.ts'

/** Milliseconds that a message from the engine is under way, and that lie between two of them. */
type Pace = { latency: number; gap: number }

/** Puts a slow line between the page and its host. */
async function slowLine(page: Page, pace: Pace): Promise<void> {
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const server = socket.connectToServer()
    let free = 0
    server.onMessage((message) => {
      const at = Math.max(Date.now() + pace.latency, free)
      free = at + pace.gap
      setTimeout(() => socket.send(message), at - Date.now())
    })
  })
}

test('CHAT-1.stream UX-2.screen-reader: sentences appear one by one in a live region', async ({ page, host }) => {
  // Would catch: an answer that is only shown when it is whole, or that readers never hear of.
  await host.addLibrary('docs', [docsTree])
  const pace = { latency: 0, gap: 0 }
  await slowLine(page, pace)
  await openPage(page, host)
  pace.gap = 60
  await page.getByRole('textbox', { name: 'Your question' }).fill('How is a custom recognizer added?')
  await page.keyboard.press('Enter')
  const live = page.getByRole('article').locator('[aria-live=polite][aria-busy=true]')
  await expect(live.getByRole('button', { name: /^Citation 1:/ })).toBeVisible()
  const early = await live.getByRole('button', { name: /^Citation / }).count()
  await expect(page.getByRole('article').locator('footer')).toBeVisible()
  const late = await page
    .getByRole('article')
    .getByRole('button', { name: /^Citation / })
    .count()
  expect(early).toBeLessThan(late)
})

test('CHAT-1.stop: an answer is stopped, and the question can be changed and asked again', async ({ page, host }) => {
  // Would catch: a Stop that only hides the answer, or a question that is lost with it.
  await host.addLibrary('docs', [docsTree])
  const pace = { latency: 0, gap: 0 }
  await slowLine(page, pace)
  await openPage(page, host)
  pace.latency = 1_500
  const composer = page.getByRole('textbox', { name: 'Your question' })
  await composer.fill('How is a custom recognizer added?')
  await composer.press('Enter')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('button', { name: 'Ask', exact: true })).toBeVisible()
  await expect(composer).toHaveValue('How is a custom recognizer added?')
  pace.latency = 0
  await composer.press('Enter')
  await expect(page.getByRole('article').locator('footer')).toBeVisible()
})
