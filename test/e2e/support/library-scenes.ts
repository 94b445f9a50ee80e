import type { Page } from '@playwright/test'
import type { FullHost } from './full-host.ts'

/** A view to look at: what it is called, its address after the host's, and what opens it. */
export type Scene = { name: string; address: string; open(page: Page): Promise<void> }

const rest = async () => undefined

/** Every view of libraries and documents, on a host that `fillHost` has filled. */
export function libraryScenes({ household, notes, away, empty }: FullHost): readonly Scene[] {
  const address = `#/libraries/${household}`
  const inLibrary = (name: string, open: Scene['open']): Scene => ({ name, address, open })
  return [
    inLibrary('library', rest),
    inLibrary('library-no-match', (page) => page.getByRole('searchbox', { name: 'Filter by name' }).fill('zzz')),
    inLibrary('library-chosen', (page) => page.getByRole('checkbox', { name: 'Choose all' }).click()),
    { name: 'library-empty', address: `#/libraries/${empty}`, open: rest },
    { name: 'library-gone', address: '#/libraries/018f0000-0000-7000-8000-000000000000', open: rest },
    ...['Add web addresses', 'Add pasted text', 'Add by path', 'Follow a folder'].map((item) =>
      inLibrary(toName(item), (page) => choose(page, { button: 'Add', item })),
    ),
    ...['How it is cut', 'Rename', 'Delete'].map((item) =>
      inLibrary(toName(item), (page) => choose(page, { button: 'More for Household', item })),
    ),
    inLibrary('trash', (page) => page.getByRole('button', { name: /^Trash \(/ }).click()),
    inLibrary('erasure-report', async (page) => {
      await page.getByRole('button', { name: /^Trash \(/ }).click()
      await page.getByRole('button', { name: 'Erasure reports' }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /1 document/ })
        .click()
      await page.getByRole('button', { name: 'Verify' }).click()
    }),
    {
      name: 'files-that-wait',
      address: `#/libraries/${notes}`,
      open: (page) => page.getByRole('button', { name: '3 wait for you' }).click(),
    },
    { name: 'missing-folder', address: `#/libraries/${away}`, open: rest },
    ...['letter.eml', 'sales.csv', 'steps.py', 'العقد.md', 'footnotes.docx', 'testEXCEL.xlsx', 'testPPT.pptx'].map(
      (name) => inLibrary(`document-${name}`, (page) => openRow(page, name)),
    ),
    ...['two_pages.pdf', 'arabic.pdf', 'broken.pdf', 'testEPUB_xml_ext.epub'].map((name) =>
      inLibrary(`document-${name}`, (page) => openRow(page, name)),
    ),
    inLibrary('picture', openPicture),
    ...graphScenes(`${address}/graph`),
    { name: 'graph-empty', address: `#/libraries/${empty}/graph`, open: rest },
    ...['Passages', 'Report', 'Details'].map((tab) =>
      inLibrary(`document-${toName(tab)}`, async (page) => {
        await openRow(page, 'typed-scanned-blank.pdf')
        await page.getByRole('tab', { name: tab }).click()
      }),
    ),
  ]
}

/** The graph of a library: all of it, one name of it, around that one, and as tables. */
function graphScenes(address: string): readonly Scene[] {
  const pressFirst = (page: Page) => page.locator('[data-entity]').first().press('Enter')
  return [
    { name: 'graph', address, open: (page) => page.locator('[data-entity]').first().waitFor() },
    { name: 'graph-name', address, open: pressFirst },
    {
      name: 'graph-around',
      address,
      async open(page) {
        await pressFirst(page)
        await page.getByRole('button', { name: 'Look around this one' }).click()
      },
    },
    {
      name: 'graph-table',
      address,
      open: (page) => page.getByRole('button', { name: 'Table', exact: true }).click(),
    },
  ]
}

/** A picture with the text that was recognised in it outlined. */
export async function openPicture(page: Page): Promise<void> {
  await openRow(page, 'english.jpg')
  await page.getByRole('button', { name: 'Recognised text' }).click()
}

async function choose(page: Page, { button, item }: { button: string; item: string }): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function openRow(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill(name)
  await page.getByRole('table', { name: 'Documents' }).getByRole('button', { name }).first().click()
  await page.getByRole('tab', { name: 'Document' }).waitFor()
}

function toName(text: string): string {
  return text.toLowerCase().replaceAll(' ', '-')
}
