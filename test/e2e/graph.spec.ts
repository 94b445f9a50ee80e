import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import { writeFiles } from './support/documents.ts'
import { expect, openPage, pdf, test } from './support/fixtures.ts'
import type { Host } from './support/host.ts'

const notes = {
  'deal.md': '# The deal\n\nQuorvex Ltd acquired Balderan Systems on 4 March 2021 for cash.\n',
  'people.md': '# People\n\nSince 2019 Jane Halloway leads Quorvex Ltd. She answers to RFC 7231 of the archive.\n',
  'memo.md': '# Memo\n\nJane Halloway met Tomas Berglund in Lisbon. Tomas Berglund left for Oslo.\n',
}

const Reading = z.object({ waiting: z.int(), total: z.int().nullable() })

/** Waits until every document of a library has been read for names; gives how many names there are. */
async function whenRead(host: Host, library: string): Promise<number> {
  const ask = async () => Reading.parse(await host.call('GET', `/libraries/${library}/graph`))
  await expect.poll(async () => (await ask()).waiting, { timeout: 60_000 }).toBe(0)
  return (await ask()).total ?? 0
}

async function openGraph(page: Page, host: Host, library: string): Promise<Locator> {
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}/graph`)
  const picture = page.getByRole('group', { name: 'Names and what joins them' })
  await expect(picture.locator('[data-entity]').first()).toBeVisible()
  return picture
}

test('RET-9.picture: the graph is drawn, listed the same, walked by keys, and leads to the sentences that say it', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a worker that the policy refuses, a table that differs from the picture, a mention that opens elsewhere.
  test.setTimeout(120_000)
  const { folder, remove } = await writeFiles(notes)
  const library = await host.addLibrary('company', [folder])
  const total = await whenRead(host, library)
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  await page.getByRole('button', { name: 'More for company', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Graph of names' }).click()
  const picture = page.getByRole('group', { name: 'Names and what joins them' })
  const drawn = picture.getByRole('button')
  await expect(drawn).toHaveCount(total)
  const told = await drawn.evaluateAll((signs) => signs.map((sign) => sign.getAttribute('aria-label') ?? ''))

  // The table has the same names, with the same numbers.
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  const rows = page.getByRole('table', { name: 'Names' }).locator('tbody tr')
  const listed = await rows.evaluateAll((all) =>
    all.map((row) => {
      const [name, kind, documents, , joined] = [...row.children].map((cell) => cell.textContent)
      const count = (value: string | undefined, word: string) => `${value} ${word}${value === '1' ? '' : 's'}`
      return [name, kind, count(documents, 'document'), `stands with ${count(joined, 'name')}`].join(', ')
    }),
  )
  expect(listed).toEqual(told)
  await expect(page.getByRole('table', { name: 'What joins them' }).getByRole('row', { name: /acquired/ })).toHaveText(
    /Quorvex Ltd.*acquired.*Balderan Systems/,
  )
  await page.getByRole('button', { name: 'Picture', exact: true }).click()

  // By keys alone: to the strongest, along a line, into what is said of it.
  await drawn.first().focus()
  await page.keyboard.press('Home')
  await expect(drawn.first()).toBeFocused()
  const around = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
  for (const key of around) {
    await page.keyboard.press(key)
    if (!(await drawn.first().evaluate((sign) => sign === document.activeElement))) break
  }
  await expect(drawn.first()).not.toBeFocused()
  await expect(picture.locator('[data-entity]:focus')).toBeInViewport()
  await picture.getByRole('button', { name: /^Balderan Systems,/ }).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('region', { name: 'About Balderan Systems' })
  await expect(panel.getByRole('heading', { name: 'Balderan Systems' })).toBeFocused()
  const joined = panel.getByRole('region', { name: 'Stands with' })
  await joined.getByRole('button', { name: /Quorvex Ltd acquired Balderan Systems/ }).click()
  const said = panel.getByRole('region', { name: 'Sentences with Balderan Systems and Quorvex Ltd' })
  await expect(said.locator('mark')).toHaveText(['Quorvex Ltd', 'Balderan Systems'])

  // Into the document, at the words, and on to the next place.
  await said.getByRole('listitem').getByRole('button').click()
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await expect(sources.locator('mark.glow')).toHaveText('Quorvex Ltd acquired Balderan Systems')
  await page.keyboard.press('Escape')
  await expect(sources).toBeHidden()
  await panel.getByRole('button', { name: 'Go to Quorvex Ltd' }).click()
  const other = page.getByRole('region', { name: 'About Quorvex Ltd' })
  const place = other.getByRole('region', { name: 'Where it stands' }).getByRole('button').first()
  await place.click()
  await expect(sources.getByText('1 of 2')).toBeVisible()
  await page.keyboard.press(']')
  await expect(sources.getByText('2 of 2')).toBeVisible()
  await expect(sources.locator('mark.glow')).toHaveText('Quorvex Ltd')
  // The panel hears the second Escape only once it has the focus back.
  await page.keyboard.press('Escape')
  await expect(sources).toBeHidden()
  await expect(place).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(other).toBeHidden()
  expect(complaints).toEqual([])
  await remove()
})

test('RET-9.picture: a name is searched and looked around, kinds are left out, and wheel, drag and keys zoom and move', async ({
  page,
  host,
}) => {
  // Would catch: a filter that only hides, a search that finds nothing beyond what is drawn, a picture that cannot be moved.
  const { folder, remove } = await writeFiles(notes)
  const library = await host.addLibrary('company', [folder])
  const total = await whenRead(host, library)
  const picture = await openGraph(page, host, library)
  const drawn = picture.getByRole('button')
  await page.getByRole('searchbox', { name: 'Search the names' }).fill('hallo')
  await page
    .getByRole('complementary', { name: 'Names' })
    .getByRole('button', { name: /Halloway/ })
    .click()
  await expect(page).toHaveURL(/graph\/[\w-]+$/)
  await expect(page.getByRole('region', { name: 'About Jane Halloway' })).toBeVisible()
  await expect(picture.getByRole('button', { name: /^Oslo,/ })).toHaveCount(0)
  await page.getByRole('combobox', { name: 'How far around' }).selectOption({ label: 'Up to 2 steps away' })
  await expect(picture.getByRole('button', { name: /^Balderan Systems,/ })).toBeVisible()
  await page.getByRole('button', { name: /^Around Jane Halloway/ }).click()
  await expect(drawn).toHaveCount(total)
  await page.getByRole('group', { name: 'Only these kinds' }).getByRole('button', { name: 'Places' }).click()
  await expect(drawn).toHaveCount(2)
  await page.getByRole('button', { name: 'All kinds' }).click()
  await expect(drawn).toHaveCount(total)

  const stage = picture.locator('> g')
  const place = () => stage.getAttribute('transform')
  const box = await picture.boundingBox()
  if (box === null) throw new Error('the picture has no place')
  const start = await place()
  await page.mouse.move(box.x + 20, box.y + 20)
  await page.mouse.wheel(0, -300)
  await expect.poll(place).not.toBe(start)
  const zoomed = await place()
  await page.mouse.down()
  await page.mouse.move(box.x + 120, box.y + 90, { steps: 4 })
  await page.mouse.up()
  expect(await place()).not.toBe(zoomed)
  await page.getByRole('button', { name: 'Show all of it' }).click()
  await expect.poll(place).toBe(start)
  await drawn.first().focus()
  await page.keyboard.press('+')
  expect(await place()).not.toBe(start)
  await page.keyboard.press('0')
  expect(await place()).toBe(start)
  await remove()
})

test('RET-9.picture: an empty library says what belongs there, and one page of a PDF opens from the picture', async ({
  page,
  host,
}) => {
  // Would catch: an empty frame, the wrong page of a mention in a PDF, an address of a library that is gone.
  const empty = await host.addLibrary('nothing', [])
  const papers = await host.addLibrary('papers', [pdf('testPDF.pdf')])
  await whenRead(host, papers)
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${empty}/graph`)
  await expect(page.getByRole('heading', { name: 'No names yet' })).toBeVisible()
  await page.goto(`${host.address}/#/libraries/018f0000-0000-7000-8000-000000000000/graph`)
  await expect(page.getByRole('alert')).toContainText('LIBRARY_NOT_FOUND')
  await page.goto(`${host.address}/#/libraries/${papers}`)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('graph of')
  // It is offered once the page knows which library is open.
  await expect(page.getByRole('option', { name: 'Graph of names' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  const picture = page.getByRole('group', { name: 'Names and what joins them' })
  await picture
    .getByRole('button', { name: /^Apache/ })
    .first()
    .click()
  await page
    .getByRole('region', { name: 'Where it stands' })
    .getByRole('button', { name: /Page 1/ })
    .first()
    .click()
  const sheet = page.getByRole('complementary', { name: 'Sources' }).getByRole('group', { name: 'Page 1' })
  await expect(sheet.locator('.pdf-glow > div').first()).toBeInViewport()
})
