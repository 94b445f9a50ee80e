import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import { openScriptedServer } from '../support/models/scripted-server.ts'
import { lookAt } from './support/axe.ts'
import { writeFiles } from './support/documents.ts'
import { expect, openPage, test } from './support/fixtures.ts'
import type { Host } from './support/host.ts'

const models = ['strong-1', 'small-1']

/** A server with two models, the first of which fails the request that says so. It does not take a wrong key. */
function openServer() {
  return openScriptedServer((request) => {
    if (request.headers.authorization === 'Bearer a-wrong-key') return openAiErrorAnswer(401)
    if (request.method === 'GET') {
      const data = models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'us' }))
      return { headers: { 'content-type': 'application/json' }, steps: [JSON.stringify({ object: 'list', data })] }
    }
    if (request.body.includes('garden')) return { status: 400, steps: ['{"error":{"message":"no"}}'] }
    const isStrong = request.body.includes('strong-1')
    return openAiChatAnswer({
      text: 'The landlord pays for the roof [1].',
      usage: isStrong ? { input: 2_000, output: 100, cached: 500 } : { input: 1_000, output: 50 },
    })
  })
}

async function ask(host: Host, question: string, model: string): Promise<void> {
  const response = host.call('POST', '/chat', { question, model, reuse: false })
  // The door for programs answers with events, which are no JSON.
  await response.catch((error) => {
    if (!(error instanceof SyntaxError) && !/: 4\d\d /.test(String(error))) throw error
  })
}

test('MOD-1.compatible UX-1.models UX-2.axe UX-4.light UX-4.dark: a provider is added, its key tried, its models seen, and it answers what nobody else is named for', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a key that comes back to the page, a test that says it works without asking, a policy that is not kept.
  await using server = await openServer()
  await openPage(page, host)
  await page.goto(`${host.address}/#/models`)
  await page.getByRole('button', { name: 'Add a provider' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Provider' }).selectOption('openai-compatible')
  await dialog.getByRole('textbox', { name: 'Name here' }).fill('work')
  await expect(dialog.getByRole('button', { name: 'Add', exact: true })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Address' }).fill(server.url)
  await dialog.getByLabel('Key').fill('a-wrong-key')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  // It is tried by itself, and once more with another key.
  await expect(page.getByRole('alert')).toContainText('MODEL_UNREACHABLE')
  await page.getByRole('button', { name: 'More for work' }).click()
  await page.getByRole('menuitem', { name: 'Change the key' }).click()
  await dialog.getByLabel('Key').fill('a-secret-key')
  await dialog.getByRole('button', { name: 'Save the key' }).click()
  await expect(page.getByText(/^It works: 2 models, /)).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer a-secret-key')
  await page.getByRole('button', { name: 'Show its models' }).click()
  await expect(page.getByText('strong-1', { exact: true })).toBeVisible()
  expect(await page.content()).not.toContain('a-secret-key')
  await page.getByRole('button', { name: 'Set a price' }).first().click()
  await expect(dialog.getByRole('combobox', { name: 'Model' })).toHaveValue('work/strong-1')
  await dialog.getByRole('textbox', { name: 'Read', exact: true }).fill('2')
  await dialog.getByRole('textbox', { name: 'Written', exact: true }).fill('10')
  await dialog.getByRole('button', { name: 'Save the price' }).click()
  await expect(page.getByText('$2.00 read, $10.00 written a million tokens')).toBeVisible()

  await page.getByRole('combobox', { name: 'Choose', exact: true }).selectOption('fixed')
  await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption('work/small-1')
  await page.getByRole('combobox', { name: 'Next model, place 1' }).selectOption('work/strong-1')
  await expect(page.getByRole('combobox', { name: 'Next model, place 2' })).toBeVisible()
  const { look, expectNothing } = lookAt(page)
  await look('models')
  expectNothing()
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Model', exact: true })).toHaveValue('work/small-1')
  await expect(page.getByRole('combobox', { name: 'Next model, place 1' })).toHaveValue('work/strong-1')

  await page.getByRole('button', { name: 'More for work' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('Show its models')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('USE-4.time USE-4.model USE-4.errors USE-4.cache USE-4.latency USE-4.drill-down USE-4.csv USE-3.month USE-2.edit UX-1.usage UX-2.axe UX-4.light UX-4.dark: what was spent is seen over time and call by call, held by a budget, priced by a person', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: sums that differ between chart and table, a drill-down to other calls, a budget that is not kept.
  await using server = await openServer()
  const { folder, remove } = await writeFiles({
    'roof.md': 'The landlord pays for the roof.',
    'garden.md': 'The garden belongs to all tenants.',
  })
  await host.addLibrary('home', [folder])
  await host.call('POST', '/providers', { name: 'work', kind: 'openai-compatible', url: server.url, key: 'k' })
  await host.call('POST', '/providers/work/test', {})
  await openPage(page, host)
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByText('No model was asked in this time')).toBeVisible()
  for (const [model, input, output] of [
    ['work/strong-1', '2', '10'],
    ['work/small-1', '0.5', '1,5'],
  ] as const) {
    await page.getByRole('button', { name: 'Set a price' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Model' }).fill(model)
    await dialog.getByRole('textbox', { name: 'Read', exact: true }).fill(input)
    await dialog.getByRole('textbox', { name: 'Written', exact: true }).fill(output)
    await dialog.getByRole('button', { name: 'Save the price' }).click()
    await expect(dialog).toHaveCount(0)
  }
  await expect(page.getByRole('table', { name: 'Prices' }).getByRole('row', { name: /work\/small-1/ })).toContainText(
    '$1.50',
  )

  for (const model of ['work/strong-1', 'work/small-1']) await ask(host, 'Who pays for the roof?', model)
  await ask(host, 'Whose is the garden?', 'work/strong-1')
  await page.reload()
  // 2,000 in and 100 out of the one, 1,000 and 50 of the other: half a cent and a little over a twentieth.
  const whole = page.getByRole('region', { name: 'The whole' })
  await expect(whole).toContainText('$0.0056')
  await expect(whole).toContainText('3,150')
  await expect(whole).toContainText('1 failed')
  const groups = page.getByRole('table', { name: 'Model' })
  await expect(groups.getByRole('row', { name: /work\/strong-1/ })).toContainText('$0.0050')
  await expect(page.getByRole('img', { name: /^Bars over time/ })).toBeVisible()
  await page.getByRole('button', { name: 'As a table' }).click()
  const steps = page.getByRole('table', { name: 'Over time' })
  await expect(steps.getByRole('row').nth(1)).toContainText('$0.0056')
  // Told apart by conversation, they have its words, not its id.
  const tellApart = (by: string) => page.getByRole('radio', { name: by }).check({ force: true })
  await tellApart('Conversation')
  await expect(steps.getByRole('columnheader', { name: 'Who pays for the roof?' })).toHaveCount(2)
  await tellApart('Model')

  await groups.getByRole('button', { name: 'work/small-1' }).click()
  const calls = page.getByRole('table', { name: 'Every call' })
  await expect(calls.locator('tbody tr')).toHaveCount(1)
  await calls.getByRole('button').first().click()
  await expect(page.getByRole('dialog')).toContainText('Tokens counted by')
  await expect(page.getByRole('dialog')).toContainText('the provider')
  await page.keyboard.press('Escape')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)

  await page.getByRole('button', { name: 'Add a budget' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Limit in US dollars' }).fill('0.006')
  await dialog.getByRole('button', { name: 'Save the budget' }).click()
  await expect(page.getByText(/^\$0\.0056 of \$0\.0060 spent/)).toBeVisible()
  await expect(page.getByText('Over 80 %', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Remove: Every month' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^\$0\.0056 of \$0\.0060 spent/)).toBeVisible()
  const before = server.requests.length
  await ask(host, 'Who pays for the roof?', 'work/strong-1')
  expect(server.requests.length).toBe(before)
  const { look, expectNothing } = lookAt(page)
  await look('usage')
  expectNothing()
  await remove()
  expect(complaints).toEqual([])
})
