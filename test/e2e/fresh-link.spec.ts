import { expect, openPage, test } from './support/fixtures.ts'
import { startHost } from './support/host.ts'

const freshLink = 'This page needs a fresh link'

test('SEC-3.token: a link lets one browser in, without a cookie, and nothing of it stays in the address', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a session that every other local port is sent, or that is copied with the address; a lost reload.
  await openPage(page, host)
  expect(await page.context().cookies()).toEqual([])
  await expect(page).toHaveURL(/\/#\/chat/)
  expect(await page.evaluate(() => window.history.length)).toBeLessThanOrEqual(2)
  await page.reload()
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toBeVisible()
  expect((await page.request.get(host.url)).status()).toBe(401)
  expect(complaints).toEqual([])
})

test('SEC-3.token: a page that was not let in says what it needs, and opens when another tab has it', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: an empty page, one that waits for ever, or one that shows something of the person's.
  await page.goto(host.address)
  await expect(page.getByRole('heading', { name: freshLink })).toBeVisible()
  await expect(page.getByText('diwan serve')).toBeVisible()
  await page.goto(`${host.address}/#session=made-up`)
  await page.reload()
  await expect(page.getByRole('heading', { name: freshLink })).toBeVisible()
  await expect(page).not.toHaveURL(/made-up/)
  const other = await page.context().newPage()
  await openPage(other, host)
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toBeVisible()
  // A made-up secret does not cost the one that works.
  await other.goto('about:blank')
  await other.goto(`${host.address}/#session=made-up`)
  await expect(other.getByRole('main').getByRole('heading', { level: 2 })).toBeVisible()
  expect(complaints).toEqual([])
})

test('SEC-3.token UX-4.offline: a host that was started anew asks the open page for a fresh link, and takes it', async ({
  page,
  host,
}) => {
  // Would catch: an old session that opens a new host, a page that says "lost" about a host that is there.
  await openPage(page, host)
  await host.kill()
  const next = await startHost({ port: Number(new URL(host.address).port) })
  try {
    await expect(page.getByRole('status').filter({ hasText: freshLink })).toBeVisible({ timeout: 15_000 })
    await openPage(page, next)
    await expect(page.getByText(freshLink)).toBeHidden()
  } finally {
    await next.stop()
  }
})
