import { docsTree, dropPaths, expect, openPage, pdf, test } from './support/fixtures.ts'

test('LIB-1.drag-and-drop LIB-1.folder LIB-3.progress UX-1.onboarding RET-10.says-so: a folder is dropped, read and asked in two minutes', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a drop that needs a library first, progress that is never shown, an answer without its origin.
  test.setTimeout(120_000)
  await openPage(page, host)
  await expect(page.getByRole('heading', { name: 'Bring in your documents' })).toBeVisible()
  await dropPaths(page, [docsTree])

  await expect(page.getByRole('progressbar').first()).toBeVisible()
  // The composer is offered while documents are still being read.
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeFocused()
  await expect(page.getByText(/documents were read and can be asked/)).toBeVisible({ timeout: 90_000 })

  await page.keyboard.type('How do I add a custom recognizer?')
  await page.keyboard.press('Enter')
  const answer = page.getByRole('article', { name: 'How do I add a custom recognizer?' })
  await expect(answer.getByText('Quoted from your documents. No language model is installed.')).toBeVisible()
  await expect(answer.locator('footer')).toContainText('$0.00')

  await page.getByRole('link', { name: 'Libraries' }).click()
  await expect(page.getByRole('heading', { name: 'docs-tree' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('LIB-6.viewer RET-4.open UX-1.chat: a citation opens the Markdown text with exactly the quoted sentence glowing', async ({
  page,
  docsHost: host,
  complaints,
}) => {
  // Would catch: spans off by one, a highlight in the wrong block, a viewer that does not scroll to it.
  await openPage(page, host)
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeFocused()
  await page.keyboard.type('How do I add a custom recognizer?')
  await page.keyboard.press('Enter')
  const first = page.getByRole('button', { name: /^Citation 1:/ })
  await first.click()
  const sources = page.getByRole('complementary', { name: 'Sources' })
  const glow = sources.locator('mark.glow')
  await expect(glow.first()).toBeInViewport()
  const marked = (await glow.allTextContents()).join('').replace(/\s+/g, ' ').trim()
  const quoted = await first.evaluate((button) => {
    const copy = button.parentElement?.cloneNode(true)
    if (!(copy instanceof HTMLElement)) return ''
    for (const number of copy.querySelectorAll('button')) number.remove()
    return copy.textContent
  })
  expect(marked).toBe(quoted?.replace(/\s+/g, ' ').trim())
  expect(complaints).toEqual([])
})

test('LIB-6.viewer LIB-6.page UX-1.libraries: a citation opens the PDF at its page with the passage highlighted', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: the wrong page, boxes beside the words, a worker or font that the page's policy refuses.
  await host.addLibrary('papers', [pdf('basicapi.pdf'), pdf('testPDF.pdf')])
  await openPage(page, host)
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeFocused()
  await page.keyboard.type('What does Apache Tika detect and extract?')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Citation 1:/ }).click()
  const sources = page.getByRole('complementary', { name: 'Sources' })
  const sheet = sources.getByRole('group', { name: 'Page 1' })
  await expect(sheet.locator('canvas')).toBeVisible()
  const boxes = sheet.locator('.pdf-glow > div')
  await expect(boxes.first()).toBeInViewport()
  // The words under the boxes, by the text layer that pdf.js lays out itself.
  const covered = await sheet.evaluate((element) => {
    const glow = [...element.querySelectorAll('.pdf-glow > div')].map((box) => box.getBoundingClientRect())
    return [...element.querySelectorAll('.pdf-text span')]
      .filter((span) => {
        const { left, right, top, bottom } = span.getBoundingClientRect()
        const [x, y] = [(left + right) / 2, (top + bottom) / 2]
        return glow.some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)
      })
      .map((span) => span.textContent)
      .join(' ')
  })
  expect(covered).toContain('toolkit for detecting and extracting metadata')
  await expect(sources.getByRole('textbox', { name: 'Page' })).toHaveValue('1')
  expect(complaints).toEqual([])
})

test('LIB-6.viewer: an original that is gone is said, and its extracted text is shown instead', async ({
  page,
  host,
}) => {
  // Would catch: an empty panel when the file was moved after it had been read.
  const { copyFile, mkdtemp, rm } = await import('node:fs/promises')
  const { tmpdir } = await import('node:os')
  const folder = await mkdtemp(`${tmpdir()}/diwan-gone-`)
  await copyFile(pdf('testPDF.pdf'), `${folder}/tika.pdf`)
  await host.addLibrary('papers', [folder])
  await rm(folder, { recursive: true })
  await openPage(page, host)
  await page.getByRole('link', { name: 'Libraries' }).click()
  await page
    .getByRole('button', { name: /Apache Tika/ })
    .first()
    .click()
  await expect(page.getByText('The original is gone or has changed since it was read.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Text of the document' })).toContainText('Content Analysis Toolkit')
})
