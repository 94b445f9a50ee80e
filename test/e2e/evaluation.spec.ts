import type { Page } from '@playwright/test'
import { lookAt } from './support/axe.ts'
import { writeFiles } from './support/documents.ts'
import { expect, test } from './support/fixtures.ts'
import type { Host } from './support/host.ts'

const notes = {
  'lease.md': '# The flat\n\nThe deposit of the flat is 1,400 euros. The lease was signed in 2019.\n',
  'falcon.md': '# Birds of prey\n\nThe peregrine falcon is a bird of prey that dives at great speed.\n',
  'owl.md': '# Night birds\n\nOwls fly silently because their feathers are soft.\n',
  'bread.md': '# Baking\n\nA levain is a dough that holds wild yeast. It was brought to the village in 1911.\n',
}

async function openEvaluation(page: Page, host: Host): Promise<{ library: string; remove(): Promise<void> }> {
  const { folder, remove } = await writeFiles(notes)
  const library = await host.addLibrary('notes', [folder])
  await page.goto(host.url)
  await page.goto(`${host.address}/#/libraries/${library}/evaluation`)
  await expect(page.getByText('No question set yet')).toBeVisible()
  return { library, remove }
}

async function draftSet(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'New question set' }).click()
  const dialog = page.getByRole('dialog', { name: 'New question set' })
  await dialog.getByRole('textbox', { name: 'Name of the set' }).fill('Drafts')
  await dialog.getByRole('textbox', { name: 'Questions to draft' }).fill('10')
  await dialog.getByRole('button', { name: 'Make the set' }).click()
  await expect(dialog).toBeHidden()
}

test('RET-8.sets RET-8.compare: a set is drafted, mended, run with two settings, and its history kept', async ({
  page,
  sharedHost: host,
  complaints,
}) => {
  // Would catch: a draft that is not kept, an edit that loses its judgement, a comparison without its interval.
  test.setTimeout(180_000)
  const { library, remove } = await openEvaluation(page, host)
  await draftSet(page)
  const questions = page.getByRole('region', { name: /questions$/ })
  await expect(questions.getByText('When was the lease signed?')).toBeVisible()

  await questions.getByRole('button', { name: 'Add a question' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a question' })
  await dialog.getByRole('textbox', { name: 'Question', exact: true }).fill('Why are owls silent?')
  await dialog.getByRole('textbox', { name: 'Documents that answer it, one a line' }).fill('owl')
  await dialog.getByRole('list', { name: 'Documents of the library' }).getByRole('button', { name: 'owl.md' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await questions.getByRole('searchbox', { name: 'Filter the questions' }).fill('silent')
  await expect(questions.getByRole('listitem')).toContainText(['owl.md'])
  await questions.getByRole('button', { name: 'Remove: Why are owls silent?' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(questions.getByText('Why are owls silent?')).toBeVisible()

  const run = page.getByRole('region', { name: 'Run', exact: true })
  await run.getByRole('checkbox', { name: 'Compare with second settings' }).check()
  await run.getByRole('checkbox', { name: 'Answer the questions too' }).check()
  const second = run.getByRole('group', { name: 'Second' })
  await second.getByRole('textbox', { name: 'Wordings of a question' }).fill('9')
  await expect(run.getByRole('button', { name: 'Run' })).toBeDisabled()
  await second.getByRole('textbox', { name: 'Wordings of a question' }).fill('1')
  await second.getByRole('combobox', { name: 'Search by' }).selectOption('keyword')
  await run.getByRole('button', { name: 'Run' }).click()
  const figures = page.getByRole('region', { name: 'Figures' })
  await expect(figures.getByRole('row', { name: /^nDCG@10 / }).first()).toBeVisible({ timeout: 60_000 })
  await expect(figures.getByRole('row', { name: /Faithfulness/ })).toBeVisible()
  await expect(figures.getByRole('img', { name: /95 % interval/ }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Question by question' }).getByRole('listitem').first()).toBeVisible()

  await page.reload()
  const history = page.getByRole('region', { name: 'Earlier runs' })
  await expect(history.getByRole('listitem')).toHaveCount(1)
  await expect(history.getByText('mode keyword', { exact: false })).toBeVisible()
  await history.getByRole('button', { name: /^Delete the run/ }).click()
  await expect(page.getByText('This set has not been run yet.')).toBeVisible()

  await page.getByRole('button', { name: 'Back to the library' }).click()
  await expect(page).toHaveURL(new RegExp(`/libraries/${library}$`))
  await remove()
  expect(complaints).toEqual([])
})

test('RET-8.sets: files of a test set are chosen, and what cannot be read is said', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a bad line that makes an empty set, a message that does not name the line.
  const { remove } = await openEvaluation(page, host)
  await page.getByRole('main').getByRole('button', { name: 'New question set' }).click()
  const dialog = page.getByRole('dialog', { name: 'New question set' })
  await dialog.getByRole('textbox', { name: 'Name of the set' }).fill('Public')
  await dialog.getByRole('radio', { name: 'Two files of a test set' }).check()
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  await dialog.getByLabel('Questions (queries.jsonl)').setInputFiles(file('queries.jsonl', '{"_id":"1"}'))
  await dialog.getByLabel('Judgements (qrels.tsv)').setInputFiles(file('qrels.tsv', '1\towl.md\t1'))
  await dialog.getByRole('button', { name: 'Make the set' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: 'line 1' })).toBeVisible()
  await dialog
    .getByLabel('Questions (queries.jsonl)')
    .setInputFiles(file('queries.jsonl', '{"_id":"1","text":"Why are owls silent?"}'))
  await dialog.getByRole('button', { name: 'Make the set' }).click()
  await expect(page.getByRole('region', { name: /^1 question/ }).getByText('owl.md')).toBeVisible()
  await remove()
})

test('RET-8.compare UX-2.axe UX-4.light UX-4.dark: the evaluation has no fault that axe finds and fits 360 pixels', async ({
  page,
  sharedHost: host,
}) => {
  // Would catch: a bar that only colour tells, a table that makes the page wider or longer than its window.
  test.setTimeout(180_000)
  const { look, expectNothing } = lookAt(page)
  const { remove } = await openEvaluation(page, host)
  await look('empty')
  await draftSet(page)
  await look('set')
  const run = page.getByRole('region', { name: 'Run', exact: true })
  await run.getByRole('checkbox', { name: 'Compare with second settings' }).check()
  await run.getByRole('button', { name: 'Run' }).click()
  await expect(page.getByRole('region', { name: 'Earlier runs' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('heading', { name: 'Result' }).scrollIntoViewIfNeeded()
  await look('result')
  await page.setViewportSize({ width: 360, height: 740 })
  await look('narrow')
  const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])
  expect(size).toEqual([360, 740])
  await remove()
  expectNothing()
})
