import { ask, expect, openPage, test } from './support/fixtures.ts'
import { slowLine } from './support/slow-line.ts'

test('CHAT-1.stream UX-2.screen-reader: sentences appear one by one in a live region', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: an answer that is only shown when it is whole, or that readers never hear of; one below the fold.
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

  // A second question goes to the top of the window, and so it is when the conversation is opened again.
  pace.gap = 0
  await ask(page, 'What is an anonymizer?')
  const second = page.getByRole('article', { name: 'What is an anonymizer?' })
  await expect(second.getByRole('heading', { level: 2 })).toBeInViewport({ ratio: 1 })
  await expect(second.getByRole('button', { name: /^Citation 1:/ })).toBeInViewport()
  await page.reload()
  await expect(second.getByRole('button', { name: /^Citation 1:/ })).toBeInViewport()
})

test('CHAT-1.stop: an answer is stopped, and the question can be changed and asked again', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a Stop that only hides the answer, or a question that is lost with it.
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

test('UX-4.loading: what takes longer than a blink is announced as loading, and gives way to the answer', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a blank view on a slow line, or a skeleton that stays.
  const pace = { latency: 0, gap: 0 }
  await slowLine(page, pace)
  await openPage(page, host)
  pace.latency = 900
  await page.goto(`${host.address}/#/libraries/${host.docs}`)
  await expect(page.getByRole('status', { name: 'Loading' }).first()).toBeVisible()
  await expect(page.getByRole('table', { name: 'Documents' })).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
})
