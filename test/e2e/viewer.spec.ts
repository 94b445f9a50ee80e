import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { code, findInside, letter, openDocument, openLibrary, sales, writeFiles } from './support/documents.ts'
import { expect, pdf, samples, test } from './support/fixtures.ts'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))
const scans = `${fixtures}scans/`

test('LIB-6.viewer LIB-6.line: code has the numbers of its lines, and a search inside it walks its matches', async ({
  page,
  sharedHost: host,
  complaints,
}) => {
  // Would catch: numbers that begin anew in each block, a search that only looks through what is drawn.
  const { folder, remove } = await writeFiles({ 'steps.py': code })
  const library = await host.addLibrary('code', [folder])
  await openLibrary(page, host, library)
  await openDocument(page, 'steps.py')
  const text = page.getByRole('region', { name: 'Text of the document' })
  await expect(text.locator('.code-numbers').first()).toBeVisible()
  await findInside(page, 'def step_5', '1 of 11')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByText('3 of 11', { exact: true })).toBeVisible()
  const current = text.locator('mark.found-current')
  await expect(current).toBeInViewport()
  // The third is step_51, whose line is 3 + 51 × 4.
  const numbers = await current.evaluate(
    (mark) => mark.closest('.code-part')?.querySelector('.code-numbers')?.textContent,
  )
  expect(numbers?.split('\n')).toContain('207')
  await page.keyboard.press('Escape')
  await expect(current).toBeHidden()
  await expect(text).toBeVisible()
  await remove()
  expect(complaints).toEqual([])
})

test('LIB-6.viewer: a table of thousands of rows draws those in view, keeps its header, and a match deep in it is shown', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a page that freezes at a long table, a match that is counted and never seen.
  const { folder, remove } = await writeFiles({ 'sales.csv': sales })
  const library = await host.addLibrary('tables', [folder])
  await openLibrary(page, host, library)
  await openDocument(page, 'sales.csv')
  const text = page.getByRole('region', { name: 'Text of the document' })
  await expect(text.getByRole('columnheader', { name: 'Order' }).first()).toBeVisible()
  expect(await text.getByRole('row').count()).toBeLessThan(400)
  await findInside(page, 'A02999', '1 of 1')
  await expect(text.locator('mark.found-current')).toBeInViewport()
  const header = text.getByRole('columnheader', { name: 'Order' }).last()
  await expect(header).toBeInViewport()
  await remove()
})

test('LIB-6.viewer LIB-6.slide: slides stand apart under their names, and the list jumps to one', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: slides that run into each other, or that are called pages.
  const library = await host.addLibrary('slides', [`${samples}documents/office/testPPT.pptx`])
  await openLibrary(page, host, library)
  await openDocument(page, 'testPPT.pptx')
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await expect(sources.getByText('3 slides', { exact: false })).toBeVisible()
  const text = sources.getByRole('region', { name: 'Text of the document' })
  await expect(text.getByText('Slide 1', { exact: true })).toBeVisible()
  const list = sources.getByRole('combobox', { name: 'Go to' })
  await list.selectOption({ index: 2 })
  await expect(text.getByText('Slide 3', { exact: true })).toBeInViewport()
})

test('LIB-6.viewer LIB-1.eml: a mail has its headers on a card, and what came with it opens', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: an attachment that can be reached from nowhere, headers that stand twice.
  const { folder, remove } = await writeFiles({ 'letter.eml': letter })
  const library = await host.addLibrary('mail', [folder])
  await openLibrary(page, host, library)
  await openDocument(page, 'letter.eml The lease')
  const card = page.getByRole('region', { name: 'Mail', exact: true })
  await expect(card.getByText('Amal Haddad <amal@example.org>')).toBeVisible()
  await expect(card.getByText('Nov 3, 2026', { exact: false })).toBeVisible()
  await expect(page.getByText('two months of rent')).toBeVisible()
  await expect(page.getByText('amal@example.org')).toHaveCount(1)
  await card.getByRole('button', { name: 'terms.md' }).click()
  await expect(page.getByText('The lease runs for two years.')).toBeVisible()
  await remove()
})

test('LIB-6.viewer: pages of a PDF have small pictures, and a search draws its matches on them', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: boxes beside the words, a strip that paints every page at once.
  const library = await host.addLibrary('papers', [pdf('basicapi.pdf')])
  await openLibrary(page, host, library)
  await openDocument(page, 'basicapi.pdf')
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await sources.getByRole('button', { name: 'Small pages' }).click()
  const strip = sources.getByRole('navigation', { name: 'Small pages' })
  await expect(strip.locator('canvas').first()).toBeVisible()
  await strip.getByRole('button', { name: 'Page 3' }).click()
  await expect(sources.getByRole('textbox', { name: 'Page' })).toHaveValue('3')
  await sources.getByRole('tab', { name: 'Document' }).focus()
  await page.keyboard.press('Control+f')
  await sources.getByRole('searchbox', { name: 'Search in the document' }).fill('table of content')
  await expect(sources.locator('.pdf-glow > div').first()).toBeInViewport()
  await expect(sources.locator('.pdf-found > div').first()).toBeAttached()
})

test('LIB-6.viewer LIB-1.image LIB-1.scan: a picture is shown with the boxes of the text that was recognised in it', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a picture that only its text is left of, boxes that lie beside the words.
  test.setTimeout(120_000)
  const library = await host.addLibrary('pictures', [`${scans}english.png`])
  await openLibrary(page, host, library)
  await openDocument(page, 'english.png')
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await expect(sources.getByRole('img')).toBeVisible()
  await sources.getByRole('button', { name: 'Recognised text' }).click()
  await expect(sources.locator('.picture-outline > div').first()).toBeVisible()
  expect(await sources.locator('.picture-outline > div').count()).toBeGreaterThan(3)
  const [inside, picture] = await Promise.all([
    sources.locator('.picture-outline > div').first().boundingBox(),
    sources.getByRole('img').boundingBox(),
  ])
  expect(inside !== null && picture !== null && inside.x >= picture.x && inside.width < picture.width).toBe(true)
  // Would catch: a search that marks only the match where it stands.
  await findInside(page, 'the', '1 of 4')
  await expect(sources.locator('.pdf-found > div')).toHaveCount(4)
})

test('LIB-7.pages LIB-7.ocr LIB-7.empty LIB-7.warnings: the report says which pages were read, recognised and empty', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a scan that passes for text, an empty page that nobody hears of.
  test.setTimeout(120_000)
  const library = await host.addLibrary('scans', [`${scans}typed-scanned-blank.pdf`])
  await openLibrary(page, host, library)
  await openDocument(page, 'typed-scanned-blank.pdf')
  await page.getByRole('tab', { name: 'Report' }).click()
  const report = page.getByRole('region', { name: 'Extraction report' })
  const fact = (name: string) => report.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
  await expect(fact('Read')).toHaveText(/Page 1$/)
  await expect(fact('Recognised from the picture')).toContainText('Page 2')
  await expect(fact('Recognised from the picture')).toHaveText(/Page 2\d+ % sure$/)
  await expect(fact('Without text')).toHaveText(/Page 3$/)
  await expect(report.getByRole('listitem').first()).toContainText('page 3')
})

test('LIB-7.warnings LIB-7.pages: what a report tells of a workbook is told of its sheets', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: sheets that are called pages.
  const library = await host.addLibrary('sheets', [`${fixtures}office/harbour.xlsx`])
  await openLibrary(page, host, library)
  await openDocument(page, 'harbour.xlsx')
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await expect(sources.getByText('It was read. (sheet 2)', { exact: false })).toBeVisible()
  await sources.getByRole('tab', { name: 'Report' }).click()
  await expect(sources.getByText('2 sheets: 1–2', { exact: true })).toBeVisible()
})

test('LIB-7.warnings LIB-2.typed-error: the report of a file that could not be read says why and what helps', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a failed file whose panel is empty.
  const library = await host.addLibrary('locked', [pdf('testPassword4Spaces.pdf')])
  await openLibrary(page, host, library)
  await openDocument(page, 'testPassword4Spaces.pdf')
  await page.getByRole('tab', { name: 'Report' }).click()
  const problem = page.getByRole('region', { name: 'Extraction report' }).getByRole('alert')
  await expect(problem).toContainText('FILE_ENCRYPTED')
  await expect(problem).toContainText('Save a copy without the password')
})

test('LIB-10.tags LIB-10.metadata LIB-6.span: a document is given a title, tags and notes; its passages lead into it', async ({
  page,
  sharedHost: host,
  complaints,
}, info) => {
  // Would catch: a change that is shown and not kept, a passage that opens at the wrong place.
  const library = await host.addLibrary('notes', [`${samples}documents/html-text/testMARKDOWN.md`])
  await openLibrary(page, host, library)
  await openDocument(page, 'testMARKDOWN.md')
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await sources.getByRole('tab', { name: 'Details' }).click()
  await sources.getByRole('textbox', { name: 'Title' }).fill('A chosen title')
  await page.keyboard.press('Enter')
  await expect(sources.getByRole('heading', { name: 'A chosen title' })).toBeVisible()
  await sources.getByRole('combobox', { name: 'Add a tag' }).fill('Home')
  await page.keyboard.press('Enter')
  await expect(sources.getByRole('button', { name: 'Take off Home' })).toBeVisible()
  await sources.getByRole('textbox', { name: 'Name' }).fill('owner')
  await sources.getByRole('textbox', { name: 'Value' }).fill('Amal')
  await page.keyboard.press('Enter')
  await expect(sources.getByRole('textbox', { name: 'owner' })).toHaveValue('Amal')
  expect(await host.call('GET', `/libraries/${library}/documents`)).toMatchObject({
    items: [{ title: 'A chosen title', tags: ['Home'], metadata: { owner: 'Amal' } }],
  })

  await sources.getByRole('tab', { name: 'Passages' }).click()
  await sources.getByRole('article', { name: 'Passage 1' }).getByRole('button').click()
  await expect(sources.locator('mark.glow').first()).toBeInViewport()

  const download = page.waitForEvent('download')
  await sources.getByRole('button', { name: 'More for this document' }).click()
  await page.getByRole('menuitem', { name: 'Save a copy' }).click()
  const saved = info.outputPath('copy.md')
  await (await download).saveAs(saved)
  expect(await readFile(saved)).toEqual(await readFile(`${samples}documents/html-text/testMARKDOWN.md`))

  // This host has no screen: it says so once, and does not offer it again.
  await sources.getByRole('button', { name: 'More for this document' }).click()
  await page.getByRole('menuitem', { name: 'Open in its program' }).click()
  await expect(page.getByText('cannot be opened in another program', { exact: false })).toBeVisible()
  await sources.getByRole('button', { name: 'More for this document' }).click()
  await expect(page.getByRole('menuitem', { name: 'Save a copy' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Open in its program' })).toBeHidden()
  expect(complaints).toEqual([])
})
