import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookAt } from './support/axe.ts'
import { writeFiles } from './support/documents.ts'
import { dropPaths, expect, openPage, pdf, test } from './support/fixtures.ts'

test('LIB-2.typed-error LIB-2.isolation LIB-3.retry: bad files are told one by one, with a code and what helps', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a bad file that stops the others, or a failure without a name.
  const library = await host.addLibrary('mixed', [])
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  await expect(page.getByText('Nothing here yet')).toBeVisible()
  // A program under the name of a document: what it is, its content says.
  const { folder, remove } = await writeFiles({ 'report.docx': '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0' })
  await dropPaths(page, [pdf('testPDF.pdf'), pdf('testPassword4Spaces.pdf'), join(folder, 'report.docx')])
  const job = page.getByRole('region', { name: /^Reading / })
  await expect(job.getByText('2 could not be read')).toBeVisible({ timeout: 30_000 })
  await expect(job.getByText('1 file read')).toBeVisible()
  await job.getByRole('button', { name: 'Show' }).click()
  const list = page.getByRole('dialog', { name: '2 files could not be read' })
  await expect(list.getByText('FILE_TYPE_UNSUPPORTED')).toBeVisible()
  await expect(list.getByText('Save a copy without the password', { exact: false })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(job.getByRole('button', { name: 'Try the files that failed again' })).toBeVisible()
  // What failed is told until it is sent away, whatever happens to the page.
  await page.reload()
  await expect(job.getByText('2 could not be read')).toBeVisible()
  await job.getByRole('button', { name: 'Dismiss' }).click()
  await page.reload()
  await expect(page.getByRole('table', { name: 'Documents' })).toBeVisible()
  await expect(job).toBeHidden()
  await page.getByRole('combobox', { name: 'State' }).selectOption('failed')
  await expect(page.getByRole('table', { name: 'Documents' })).toHaveAttribute('aria-rowcount', '3')
  await remove()
})

test('LIB-1.dialog LIB-1.files LIB-1.folder: files and folders are added from their dialogs, a path by typing it', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: names without their folder, a button that opens nothing.
  const library = await host.addLibrary('added', [])
  const folder = await mkdtemp(join(tmpdir(), 'diwan-folder-'))
  await mkdir(join(folder, 'inner'))
  await writeFile(join(folder, 'inner', 'one.md'), '# One\n\nThe first of them.\n')
  await writeFile(join(folder, 'two.txt'), 'The second of them.')
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  const table = page.getByRole('table', { name: 'Documents' })

  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add a folder' }).click()
  await (await chooser).setFiles(folder)
  await expect(table.getByText('inner/one.md')).toBeVisible({ timeout: 20_000 })
  await expect(table.getByText('two.txt')).toBeVisible()

  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add by path' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add to added by path' })
  await dialog.getByRole('textbox').fill(join(folder, 'missing.md'))
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog.getByRole('alert')).toContainText('PATH_NOT_FOUND')
  await dialog.getByRole('textbox').fill(pdf('testPDF.pdf'))
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(dialog).toBeHidden()
  await expect(table.getByText('Apache Tika', { exact: false })).toBeVisible({ timeout: 20_000 })
  await rm(folder, { recursive: true })
})

test('LIB-3.pause LIB-3.resume LIB-3.cancel: a job is paused, goes on and is cancelled from the page', async ({
  page,
  host,
}) => {
  // Would catch: buttons that only change what is shown.
  const library = await host.addLibrary('many', [])
  const folder = await mkdtemp(join(tmpdir(), 'diwan-many-'))
  const text = 'A sentence that takes its place among many others. '.repeat(2_000)
  for (let index = 0; index < 400; index += 1)
    await writeFile(join(folder, `note-${index}.md`), `# ${index}\n\n${text}`)
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  await host.call('POST', `/libraries/${library}/imports`, { paths: [folder] })
  const job = page.getByRole('region', { name: /^Reading / })
  await job.getByRole('button', { name: 'Pause' }).click()
  await expect(job.getByText('paused', { exact: true })).toBeVisible()
  await job.getByRole('button', { name: 'More for this job' }).click()
  await page.getByRole('menuitem', { name: 'After the others' }).click()
  await expect(job.getByText('after the others', { exact: false })).toBeVisible()
  await job.getByRole('button', { name: 'More for this job' }).click()
  await page.getByRole('menuitem', { name: 'Files of this job' }).click()
  await expect(
    page
      .getByRole('dialog', { name: 'Files of the job' })
      .getByText(/^note-\d+\.md$/)
      .first(),
  ).toBeVisible()
  await page.keyboard.press('Escape')
  await job.getByRole('button', { name: 'Go on' }).click()
  await expect(job.getByText('being read', { exact: true })).toBeVisible()
  await job.getByRole('button', { name: 'Cancel; what is done stays' }).click()
  await expect(job.getByText('cancelled', { exact: true })).toBeVisible()
  // A slip is mended: the files that were left are taken up again.
  await job.getByRole('button', { name: 'Read the rest' }).click()
  await expect(job.getByText('being read', { exact: true })).toBeVisible()
  await job.getByRole('button', { name: 'Cancel; what is done stays' }).click()
  await expect(job.getByText('cancelled', { exact: true })).toBeVisible()
  await rm(folder, { recursive: true })
})

test('UX-2.axe: a library that stays on this machine shows a lock, keeps it, and is let go again', async ({
  page,
  sharedHost: host,
  complaints,
}) => {
  // Would catch: a switch that is not kept, a lock that nobody sees, one that hangs on after it was opened.
  const library = await host.addLibrary('letters', [])
  await host.addLibrary('recipes', [])
  await openPage(page, host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  const lock = page.getByRole('img', { name: 'What these documents say stays on this machine' })
  const dialog = page.getByRole('dialog', { name: 'Privacy of letters' })
  const stay = dialog.getByRole('checkbox', { name: 'What these documents say stays on this machine' })
  const change = async (isKept: boolean) => {
    await page.getByRole('button', { name: 'More for letters' }).click()
    await page.getByRole('menuitem', { name: 'Privacy' }).click()
    await expect(stay).toBeChecked({ checked: !isKept })
    await expect(dialog.getByRole('button', { name: 'Apply' })).toBeDisabled()
    await stay.setChecked(isKept)
    if (isKept) {
      await look('privacy')
      expectNothing()
    }
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await expect(dialog).toHaveCount(0)
  }
  const { look, expectNothing } = lookAt(page)
  await expect(lock).toHaveCount(0)
  await change(true)
  // Beside its title and in the list, and at no other library.
  await expect(lock).toHaveCount(2)
  await page.reload()
  await expect(lock).toHaveCount(2)
  expect(await host.call('GET', `/libraries/${library}`)).toMatchObject({ localOnly: true })
  await change(false)
  await expect(lock).toHaveCount(0)
  expect(complaints).toEqual([])
})
