import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFiles } from './support/documents.ts'
import { expect, test } from './support/fixtures.ts'

test('LIB-4.review LIB-4.add LIB-4.ignore: a followed folder asks before it reads, follows, and says when its disk is gone', async ({
  page,
  sharedHost: host,
  complaints,
}) => {
  // Would catch: files that are read without the yes that was asked for, documents that go with an unplugged disk.
  test.setTimeout(120_000)
  const { folder, remove } = await writeFiles({
    'one.md': '# One\n\nThe first.',
    'two.md': '# Two\n\nThe second.',
    'draft.tmp.md': '# Draft\n\nNot yet.',
  })
  const library = await host.addLibrary('followed', [])
  await page.goto(host.url)
  await page.goto(`${host.address}/#/libraries/${library}`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Follow a folder' }).click()
  const dialog = page.getByRole('dialog', { name: 'Follow a folder in followed' })
  await dialog.getByRole('textbox', { name: /Full path/ }).fill(join(folder, 'nowhere'))
  await dialog.getByRole('textbox', { name: /Leave out/ }).fill('*.tmp.md')
  await dialog.getByRole('checkbox', { name: /Ask before reading/ }).check()
  await dialog.getByRole('button', { name: 'Follow a folder' }).click()
  await expect(dialog.getByRole('alert')).toContainText('PATH_NOT_FOUND')
  await dialog.getByRole('textbox', { name: /Full path/ }).fill(folder)
  await dialog.getByRole('button', { name: 'Follow a folder' }).click()

  const card = page.getByRole('region', { name: `Followed folder ${folder}` })
  await card.getByRole('button', { name: '2 wait for you' }).click({ timeout: 20_000 })
  const review = page.getByRole('dialog', { name: 'Files that wait for you' })
  await review.getByRole('checkbox', { name: /two\.md/ }).check()
  await review.getByRole('button', { name: 'Leave out 1' }).click()
  await expect(review.getByText('two.md')).toBeHidden()
  await review.getByRole('button', { name: 'Read all' }).click()
  await expect(review).toBeHidden()
  const table = page.getByRole('table', { name: 'Documents' })
  await expect(table.getByRole('button', { name: /one\.md/ })).toBeVisible({ timeout: 20_000 })
  await expect(table.getByText('two.md')).toBeHidden()
  await expect(card.getByText('1 left out', { exact: false })).toBeVisible()

  await card.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'What is followed' }).click()
  await page.getByRole('dialog', { name: 'What is followed' }).getByRole('checkbox').uncheck()
  await page.getByRole('dialog', { name: 'What is followed' }).getByRole('button', { name: 'Apply' }).click()
  await writeFile(join(folder, 'three.md'), '# Three\n\nThe third.')
  await expect(table.getByRole('button', { name: /three\.md/ })).toBeVisible({ timeout: 30_000 })

  await rename(folder, `${folder}-away`)
  await card.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Look again now' }).click()
  await expect(card.getByText('Nothing was deleted', { exact: false })).toBeVisible({ timeout: 20_000 })
  await expect(table.getByText('The original is out of reach').first()).toBeVisible({ timeout: 20_000 })
  await rename(`${folder}-away`, folder)

  await card.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Stop following' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Move them to the trash' }).click()
  await expect(card).toBeHidden()
  await expect(page.getByRole('button', { name: 'Trash (2)' })).toBeVisible()
  await remove()
  await rm(`${folder}-away`, { recursive: true, force: true })
  expect(complaints).toEqual([])
})
