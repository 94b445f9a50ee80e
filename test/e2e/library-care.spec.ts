import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openLibrary, writeFiles } from './support/documents.ts'
import { expect, test } from './support/fixtures.ts'

const notes = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const word = index % 2 === 0 ? 'deposit' : 'weather'
      return [`note-${String(index).padStart(3, '0')}.md`, `# Note ${index}\n\nThis one is about the ${word}.\n`]
    }),
  )

test('LIB-10.bulk LIB-10.tags LIB-10.full-text: all that pass a filter are tagged, also those that were never on screen', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: "all" that means the rows which happened to be loaded, a range that skips rows.
  test.setTimeout(120_000)
  const { folder, remove } = await writeFiles(notes(240))
  const library = await host.addLibrary('notes', [folder])
  await openLibrary(page, host, library)
  const table = page.getByRole('table', { name: 'Documents' })
  await page.getByRole('searchbox', { name: 'Search in the texts' }).fill('deposit')
  await expect(table).toHaveAttribute('aria-rowcount', '121')
  await table.getByRole('button', { name: 'note-000.md' }).focus()
  await page.keyboard.press('Control+a')
  const bar = page.getByRole('region', { name: 'Chosen documents' })
  await expect(bar.getByRole('status')).toContainText('120 chosen')
  await bar.getByRole('button', { name: 'Tags' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags of 120 documents' })
  await dialog.getByRole('combobox', { name: 'Add a tag' }).first().fill('money')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('The tags of 120 documents were changed')).toBeVisible()
  expect(await host.call('GET', `/libraries/${library}/documents?tags[0]=money`)).toMatchObject({ total: 120 })

  await page.keyboard.press('Escape')
  await page.getByRole('searchbox', { name: 'Search in the texts' }).fill('')
  await expect(table).toHaveAttribute('aria-rowcount', '241')
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('money')
  await expect(table).toHaveAttribute('aria-rowcount', '121')
  await table.getByRole('button', { name: 'note-002.md' }).click({ modifiers: ['Control'] })
  await table.getByRole('button', { name: 'note-010.md' }).click({ modifiers: ['Shift'] })
  await expect(bar.getByRole('status')).toContainText('5 chosen')
  await remove()
})

test('LIB-9.document LIB-9.report LIB-10.bulk: documents go to the trash, come back, and are erased with a report that is verified', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a deletion without a way back, an erasure that only hides.
  const { folder, remove } = await writeFiles(notes(4))
  const library = await host.addLibrary('notes', [folder])
  await openLibrary(page, host, library)
  const table = page.getByRole('table', { name: 'Documents' })
  await table.getByRole('checkbox', { name: 'Choose note-001.md' }).check()
  await page
    .getByRole('region', { name: 'Chosen documents' })
    .getByRole('button', { name: 'Move to the trash' })
    .click()
  await expect(page.getByText('1 document was moved to the trash')).toBeVisible()
  await expect(table).toHaveAttribute('aria-rowcount', '4')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(table).toHaveAttribute('aria-rowcount', '5')

  await table.getByRole('button', { name: 'note-002.md' }).hover()
  await table.getByRole('button', { name: 'More for Note 2' }).click()
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await page.getByRole('button', { name: 'Trash (1)' }).click()
  await expect(table).toHaveAttribute('aria-rowcount', '2')
  await page.getByRole('button', { name: 'Empty the trash' }).click()
  await page
    .getByRole('dialog', { name: 'Erase 1 document for good?' })
    .getByRole('button', { name: 'Erase for good' })
    .click()
  const report = page.getByRole('dialog', { name: 'Erasure report' })
  await expect(report.getByText('1 document was erased', { exact: false })).toBeVisible()
  await report.getByRole('button', { name: 'Verify' }).click()
  await expect(report.getByText('Nothing of it is left, and the report is unchanged.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('The trash is empty')).toBeVisible()
  await page.getByRole('button', { name: 'Erasure reports' }).click()
  await expect(
    page.getByRole('dialog', { name: 'Erasure reports' }).getByRole('button', { name: /1 document/ }),
  ).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Leave the trash' }).click()
  await expect(table).toHaveAttribute('aria-rowcount', '4')
  await remove()
  expect(complaints).toEqual([])
})

test('LIB-5.preview LIB-5.settings: another way of cutting is tried on a document and then applied to the library', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a preview of the stored pieces, a value out of bounds that is sent, settings that are not kept.
  test.setTimeout(120_000)
  await openLibrary(page, host, host.docs)
  await page.getByRole('button', { name: 'More for docs' }).click()
  await page.getByRole('menuitem', { name: 'How it is cut' }).click()
  const dialog = page.getByRole('dialog', { name: 'How docs is cut' })
  const preview = dialog.getByRole('region', { name: 'Preview' })
  await expect(preview.getByRole('article').first()).toBeVisible()
  const strategies = dialog.getByRole('combobox', { name: 'Cut by' })
  await expect(strategies.getByRole('option', { name: 'Change of subject (needs a model)' })).toBeDisabled()
  const before = await preview.getByRole('status').textContent()
  await strategies.selectOption('fixed')
  const most = dialog.getByRole('textbox', { name: 'Most tokens of a piece' })
  await most.fill('9')
  await expect(preview.getByText('One of the values is not possible.', { exact: false })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Apply' })).toBeDisabled()
  await most.fill('64')
  await dialog.getByRole('textbox', { name: 'Tokens repeated' }).fill('0')
  await expect(preview.getByRole('article').first()).toBeVisible()
  await expect(preview.getByRole('status')).not.toHaveText(before ?? '')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText(/were cut anew/)).toBeVisible({ timeout: 60_000 })
  expect(await host.call('GET', `/libraries/${host.docs}`)).toMatchObject({
    chunking: { strategy: 'fixed', maximumTokens: 64, overlapTokens: 0 },
  })
})

test('LIB-1.pasted-text LIB-1.url LIB-1.dialog: pasted text and a page of the web become documents', async ({
  page,
  host,
}) => {
  // Would catch: an address of this machine that is fetched without leave, text that is lost with its dialog.
  const library = await host.addLibrary('mixed', [])
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!doctype html><html><head><title>The harbour</title></head><body><main><h1>The harbour</h1><p>${'Boats come in at noon. '.repeat(30)}</p></main></body></html>`,
    )
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const { port } = site.address() as AddressInfo
  await page.goto(host.url)
  await page.goto(`${host.address}/#/libraries/${library}`)
  const add = async (item: string) => {
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await add('Add pasted text')
  const pasting = page.getByRole('dialog', { name: 'Add text to mixed' })
  await pasting.getByRole('textbox', { name: 'Name' }).fill('Minutes')
  await pasting
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('# Minutes\n\nThe roof is to be mended in spring.')
  await pasting.getByRole('button', { name: 'Add' }).click()
  const table = page.getByRole('table', { name: 'Documents' })
  await expect(table.getByText('Minutes').first()).toBeVisible({ timeout: 20_000 })

  await add('Add web addresses')
  const addresses = page.getByRole('dialog', { name: 'Add web pages to mixed' })
  await addresses.getByRole('textbox').fill('ftp://example.org/file')
  await addresses.getByRole('button', { name: 'Add' }).click()
  await expect(addresses.getByRole('alert')).toContainText('URL_UNSUPPORTED')
  await addresses.getByRole('textbox').fill(`http://127.0.0.1:${port}/`)
  await addresses.getByRole('button', { name: 'Add' }).click()
  const job = page.getByRole('region', { name: /^Reading / })
  await job.getByRole('button', { name: 'Show' }).click({ timeout: 20_000 })
  await expect(page.getByRole('dialog').getByText('URL_PRIVATE')).toBeVisible()
  await page.keyboard.press('Escape')
  await host.call('PATCH', '/settings', { changes: [{ setting: 'network.privateAddresses', value: true }] })
  await job.getByRole('button', { name: 'Try the files that failed again' }).click()
  await expect(table.getByText('The harbour').first()).toBeVisible({ timeout: 20_000 })
  site.close()
})
