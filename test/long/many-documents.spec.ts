import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, openPage, test } from '../e2e/support/fixtures.ts'

test('LIB-10.scroll LIB-10.sort LIB-10.filters: ten thousand documents are a table that sorts, filters and reaches its end', async ({
  page,
  host,
}) => {
  // Would catch: a table that draws every row, windows that are never asked for, a sort that only orders what is loaded.
  test.setTimeout(180_000)
  const folder = await mkdtemp(join(tmpdir(), 'diwan-corpus-'))
  const lines = Array.from({ length: 10_000 }, (_, index) => {
    const name = String(index).padStart(5, '0')
    return JSON.stringify({ _id: `d${name}`, title: `Record ${name}`, text: `Sentence number ${index} of the corpus.` })
  })
  await writeFile(join(folder, 'corpus.jsonl'), `${lines.join('\n')}\n`)
  const library = await host.addLibrary('corpus', [folder], 'beir')
  await rm(folder, { recursive: true })
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  const table = page.getByRole('table', { name: 'Documents' })
  await expect(table).toHaveAttribute('aria-rowcount', '10001')
  await expect(table.getByText('Record 00000')).toBeVisible()
  expect(await table.getByRole('row').count()).toBeLessThan(80)

  await page.locator('[data-scroller=documents]').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight))
  await expect(table.getByText('Record 09999')).toBeVisible()
  await table.getByRole('button', { name: 'Name' }).click()
  await page.locator('[data-scroller=documents]').evaluate((scroller) => scroller.scrollTo(0, 0))
  await expect(table.getByText('Record 09999')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill('Record 0042')
  await expect(table).toHaveAttribute('aria-rowcount', '11')
})
