import { rename } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { axe, lookAt, showTheme } from '../e2e/support/axe.ts'
import { code, findInside, letter, openDocument, openLibrary, sales, writeFiles } from '../e2e/support/documents.ts'
import { ask, docsTree, expect, openPage, pdf, test } from '../e2e/support/fixtures.ts'

const picture = fileURLToPath(new URL('../fixtures/scans/english.png', import.meta.url))

test('UX-2.axe UX-2.contrast UX-4.light UX-4.dark: axe finds nothing in any view, in either theme', async ({
  page,
  host,
}) => {
  // Would catch: a colour pair below 4.5 : 1, a control without a name, a list that scrolls out of the keyboard's reach.
  test.setTimeout(120_000)
  const { look, expectNothing } = lookAt(page)
  await openPage(page, host)
  await look('first run')
  const library = await host.addLibrary('docs', [
    `${docsTree}/docs/analyzer`,
    pdf('testPDF.pdf'),
    pdf('empty_protected.pdf'),
  ])
  await page.reload()
  await expect(page.getByRole('heading', { name: 'What would you like to know?' })).toBeVisible()
  await look('new conversation')
  await page.getByRole('textbox', { name: 'Your question' }).fill('#')
  await expect(page.getByRole('listbox')).toBeVisible()
  await look('library picker')
  await ask(page, 'How is a custom recognizer added?')
  await look('answer')
  await page.getByRole('button', { name: /^Citation 1:/ }).click()
  await expect(page.locator('mark.glow').first()).toBeVisible()
  await look('text viewer')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await look('palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await look('shortcuts')
  await page.keyboard.press('Escape')
  await ask(page, 'zxqv wvutq')
  await look('nothing found')
  await page.goto(`${host.address}/#/libraries/${library}`)
  await expect(page.getByRole('table', { name: 'Documents' })).toBeVisible()
  await look('library')
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill('pdf')
  await page.getByRole('button', { name: /^testPDF.pdf/ }).click()
  await expect(page.locator('.pdf-paper canvas').first()).toBeVisible()
  await look('page viewer')
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill('no document has this name')
  await expect(page.getByText('No document matches')).toBeVisible()
  await look('no match')
  await page.goto(`${host.address}/#/settings`)
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await look('settings')
  expectNothing()
})

test('UX-2.axe UX-2.contrast UX-4.light UX-4.dark: axe finds nothing in what a library and a document are cared for with', async ({
  page,
  host,
}) => {
  // Would catch: a dialog without a name, a chip or a mark whose text fades, a table that only looks like one.
  test.setTimeout(240_000)
  const { look, expectNothing } = lookAt(page)
  const { folder, remove } = await writeFiles({ 'letter.eml': letter, 'steps.py': code, 'sales.csv': sales })
  const library = await host.addLibrary('docs', [folder, picture, pdf('basicapi.pdf'), pdf('testPassword4Spaces.pdf')])
  await host.call('POST', '/documents/tag', { selection: { library, filter: {} }, add: ['home'] })
  await host.call('POST', `/libraries/${library}/folders`, { path: folder, review: true })
  await openLibrary(page, host, library)
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await openDocument(page, 'letter.eml')
  await expect(sources.getByText('two months of rent')).toBeVisible()
  await look('mail')
  await openDocument(page, 'steps.py')
  await findInside(page, 'step_3', '1 of 11')
  await look('code with a search')
  await openDocument(page, 'sales.csv')
  await expect(sources.getByRole('columnheader', { name: 'Order' }).first()).toBeVisible()
  await look('long table')
  await openDocument(page, 'english.png')
  await sources.getByRole('button', { name: 'Recognised text' }).click()
  await expect(sources.locator('.picture-outline > div').first()).toBeVisible()
  await look('picture with its recognised text')
  await openDocument(page, 'basicapi.pdf')
  await sources.getByRole('button', { name: 'Small pages' }).click()
  await expect(sources.getByRole('navigation').locator('canvas').first()).toBeVisible()
  await look('small pages')
  for (const tab of ['Passages', 'Report', 'Details']) {
    await sources.getByRole('tab', { name: tab }).click()
    await look(tab)
  }
  await page.keyboard.press('Escape')
  await expect(sources).toBeHidden()
  await page.getByRole('checkbox', { name: 'Choose all' }).click()
  await look('chosen documents')
  await page.getByRole('region', { name: 'Chosen documents' }).getByRole('button', { name: 'Tags' }).click()
  await look('tags')
  await page.keyboard.press('Escape')
  for (const item of ['Add web addresses', 'Add pasted text', 'Follow a folder']) {
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await look(item)
    await page.keyboard.press('Escape')
  }
  const card = page.getByRole('region', { name: `Followed folder ${folder}` })
  await card.getByRole('button', { name: '3 wait for you' }).click()
  await page.getByRole('dialog').getByRole('checkbox', { name: /sales/ }).check()
  await look('files that wait')
  await page.keyboard.press('Escape')
  await rename(folder, `${folder}-away`)
  await card.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Look again now' }).click()
  await expect(card.getByText('Nothing was deleted', { exact: false })).toBeVisible()
  await look('missing folder')
  await rename(`${folder}-away`, folder)
  await page.getByRole('button', { name: 'More for docs' }).click()
  await page.getByRole('menuitem', { name: 'How it is cut' }).click()
  await expect(page.getByRole('region', { name: 'Preview' }).getByRole('article').first()).toBeVisible()
  await look('how it is cut')
  await page.getByRole('textbox', { name: 'Most tokens of a piece' }).fill('9')
  await expect(page.getByText('A whole number from', { exact: false })).toBeVisible()
  await look('a size that is not possible')
  await page.keyboard.press('Escape')
  await page
    .getByRole('region', { name: 'Chosen documents' })
    .getByRole('button', { name: 'Move to the trash' })
    .click()
  await page.getByRole('button', { name: /^Trash \(/ }).click()
  await expect(page.getByRole('button', { name: 'Empty the trash' })).toBeVisible()
  await look('trash')
  await page.getByRole('button', { name: 'Empty the trash' }).click()
  await look('erase')
  await page.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click()
  await page.getByRole('dialog', { name: 'Erasure report' }).getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('Nothing of it is left', { exact: false })).toBeVisible()
  await look('erasure report')
  await remove()
  expectNothing()
})

test('UX-4.high-contrast UX-2.contrast UX-4.light UX-4.dark: asked for more contrast, each theme keeps 7 : 1', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a soft grey that was left out of the high-contrast tokens.
  await page.emulateMedia({ contrast: 'more' })
  await openPage(page, host)
  await ask(page, 'How is a custom recognizer added?')
  for (const theme of ['light', 'dark'] as const) {
    await showTheme(page, theme)
    const { violations } = await axe(page).withRules(['color-contrast-enhanced']).analyze()
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => `${theme} ${html}`))).toEqual([])
  }
})

test('UX-2.axe UX-2.contrast UX-4.light UX-4.dark: axe finds nothing in what stands around answers and in models', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: amber that fades on its own ground, a table of steps without heads, a field without a name.
  test.setTimeout(240_000)
  const { look, expectNothing } = lookAt(page)
  await openPage(page, host)
  await ask(page, 'How many documents mention recognizers?')
  await look('answer from every document')
  await ask(page, 'How is a custom recognizer added?')
  await page
    .getByRole('article', { name: 'How is a custom recognizer added?' })
    .getByRole('button', { name: /^Citation 1:/ })
    .click()
  await page.getByRole('button', { name: 'Why this passage?' }).click()
  await expect(page.getByText(/^Place \d+ among/)).toBeVisible()
  await look('explanation')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'Check a text' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('Recognizers were invented by Siemens in 1987.')
  await dialog.getByRole('button', { name: 'Check' }).click()
  await dialog.getByRole('button', { name: /^In doubt/ }).click()
  await look('checked text')
  await page.goto(`${host.address}/#/models`)
  await page.reload()
  await expect(page.getByText('Recommended').first()).toBeVisible()
  await look('models')
  for (const name of ['Import', 'Add a server']) {
    await page.getByRole('button', { name }).click()
    await look(name)
    await page.keyboard.press('Escape')
  }
  await page.goto(`${host.address}/#/libraries/${host.docs}`)
  await page.getByRole('button', { name: 'More for docs', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Embedding model' }).click()
  await expect(dialog.getByText('No embedding model is installed.')).toBeVisible()
  await look('embedding of a library')
  expectNothing()
})
