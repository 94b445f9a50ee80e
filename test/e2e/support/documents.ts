import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import type { Host } from './host.ts'

/** A folder of files made for one test; `remove` takes it away. */
export async function writeFiles(
  files: Readonly<Record<string, string>>,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'diwan-files-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Goes to a library's view and waits for its table. */
export async function openLibrary(page: Page, host: Host, library: string): Promise<void> {
  await page.goto(host.url)
  await page.goto(`${host.address}/#/libraries/${library}`)
  await expect(page.getByRole('table', { name: 'Documents' })).toBeVisible()
}

/** Opens the document of a name from the table. */
export async function openDocument(page: Page, name: string): Promise<void> {
  await page.getByRole('table', { name: 'Documents' }).getByRole('button', { name }).first().click()
  await expect(
    page.getByRole('complementary', { name: 'Sources' }).getByRole('tab', { name: 'Document' }),
  ).toBeVisible()
}

/** Searches inside the open document and waits for the count, such as `1 of 11`. */
export async function findInside(page: Page, words: string, count: string): Promise<void> {
  const sources = page.getByRole('complementary', { name: 'Sources' })
  await sources.getByRole('tab', { name: 'Document' }).focus()
  await page.keyboard.press('Control+f')
  await sources.getByRole('searchbox', { name: 'Search in the document' }).fill(words)
  await expect(sources.getByText(count, { exact: true })).toBeVisible()
}

/** A mail with an attachment, as a mail program writes it. */
export const letter = [
  'From: Amal Haddad <amal@example.org>',
  'To: Jonas Weber <jonas@example.org>',
  'Subject: The lease and its deposit',
  'Date: Tue, 03 Nov 2026 10:15:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b1"',
  '',
  '--b1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Dear Jonas, the deposit is two months of rent.',
  '--b1',
  'Content-Type: text/markdown; name="terms.md"',
  'Content-Disposition: attachment; filename="terms.md"',
  '',
  '# Terms',
  '',
  'The lease runs for two years.',
  '--b1--',
  '',
].join('\r\n')

/** Source code of some 240 lines with a function every four. */
export const code = [
  'import os',
  '',
  ...Array.from({ length: 60 }, (_, index) => [
    `def step_${index}(value):`,
    `    """Does step ${index}."""`,
    '    return value',
    '',
  ]),
]
  .flat()
  .join('\n')

/** A table of 3,000 rows. */
export const sales = [
  'Order,City,Amount',
  ...Array.from(
    { length: 3_000 },
    (_, index) => `A${String(index).padStart(5, '0')},${index % 2 === 0 ? 'Berlin' : 'Cairo'},${index}`,
  ),
].join('\n')
