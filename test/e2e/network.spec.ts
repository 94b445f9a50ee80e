import { lookAt } from './support/axe.ts'
import { expect, openPage, test } from './support/fixtures.ts'

test('MOD-5.proxy MOD-5.log MOD-5.offline: the way out is set, a login is given and not shown, and every call can be looked at', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a password in a setting, a proxy that the page does not name, a refused call that nobody can find.
  await openPage(page, host)
  await page.goto(`${host.address}/#/settings`)
  await expect(page.getByText('Every call that left', { exact: false })).toBeVisible()
  const address = page.getByRole('textbox', { name: 'Address of the proxy', exact: true })
  await address.fill('http://me:unmistakable@127.0.0.1:9')
  await address.press('Enter')
  await expect(page.getByRole('alert').first()).toBeVisible()
  await address.fill('http://127.0.0.1:9')
  await address.press('Enter')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Proxy' }).selectOption('address')
  await expect(page.getByText('Calls go by way of http://127.0.0.1:9.')).toBeVisible({ timeout: 15_000 })

  await page.getByText('Login for proxies', { exact: true }).click()
  await page.getByRole('textbox', { name: 'User', exact: true }).fill('me')
  await page.getByLabel('Password').fill('unmistakable')
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByText('A user and a password are kept.')).toBeVisible()
  await expect(page.getByLabel('Password')).toHaveValue('')
  expect(JSON.stringify([await host.call('GET', '/network'), await host.call('GET', '/settings')])).not.toContain(
    'unmistakable',
  )

  await page.getByRole('checkbox', { name: 'Offline' }).click()
  await expect(page.getByRole('checkbox', { name: 'Offline' })).toBeChecked()
  await host.call('POST', '/libraries', { name: 'Pages' })
  await host.call('POST', '/libraries/Pages/urls', { urls: ['https://pages.example/private?query'] })
  await expect
    .poll(async () => ((await host.call('GET', '/network/log')) as { total: number }).total, { timeout: 15_000 })
    .toBe(1)
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('PAGES.')
  const log = page.getByRole('region', { name: 'Calls' })
  await expect(log.getByText('pages.example')).toBeVisible()
  await expect(log.getByText('OFFLINE')).toBeVisible()
  await expect(page.getByText('1 call', { exact: true })).toBeVisible()
  const { look, expectNothing } = lookAt(page)
  await look('the way out')
  expectNothing()
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('other')
  await expect(page.getByText('No calls yet.')).toBeVisible()
  expect(complaints).toEqual([])
})
