import { writeFiles } from './support/documents.ts'
import { ask, expect, openPage, test } from './support/fixtures.ts'

const handbook = {
  'handbook.md': [
    '# Handbook',
    '## Warranty period',
    'The warranty of the turbine lasts three years from the day of delivery.',
    '## Returns and refunds',
    'A turbine is taken back within thirty days, and its price is refunded in full.',
  ].join('\n\n'),
}

test('RET-11.idle RET-11.budget RET-11.battery RET-11.paid: questions that may follow are asked by a click; what is done ahead is told and set', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: suggestions under every answer, one that is asked of other libraries, a setting that nobody finds.
  const { folder, remove } = await writeFiles(handbook)
  await host.addLibrary('home', [folder])
  await openPage(page, host)
  await ask(page, 'How long does the warranty last?')
  const next = page.getByRole('region', { name: 'Ask next' })
  await next.getByRole('button', { name: 'Returns and refunds' }).click()
  const answer = page.getByRole('article', { name: 'Returns and refunds' })
  await expect(answer).toContainText('within thirty days')
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(next).toHaveCount(0)

  await page.goto(`${host.address}/#/settings`)
  await expect(page.getByText('Waits until there is nothing else to do.')).toBeVisible()
  await expect(page.getByText('In 30 days nothing was answered ahead.')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'Also on battery' })).not.toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Also with models that cost money' })).not.toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Answers in an hour' })).toHaveValue('30')
  await page.getByRole('checkbox', { name: 'Answer ahead' }).click()
  // The click is on its way to the engine when this is asked.
  await expect.poll(() => host.call('GET', '/ahead')).toMatchObject({ state: 'off', month: { answers: 0, used: 0 } })
  await remove()
  expect(complaints).toEqual([])
})
