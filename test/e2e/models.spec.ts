import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { makeOnnxEncoder } from '../support/models/onnx-models.ts'
import { writeFiles } from './support/documents.ts'
import { expect, openPage, test } from './support/fixtures.ts'

test('LIB-8.estimate MOD-4.embed-local: a model is imported, tried, given to a library, changes what an answer says, and is taken away', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a change without its estimate, progress that never ends, a model in use that is removed in silence.
  test.setTimeout(120_000)
  const models = await mkdtemp(`${tmpdir()}/diwan-model-`)
  makeOnnxEncoder(models, { dimensions: 32 })
  const { folder, remove } = await writeFiles({
    'roof.md': 'The landlord pays for the roof.',
    'garden.md': 'The garden belongs to all tenants.',
  })
  const library = await host.addLibrary('home', [folder])
  await openPage(page, host)
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await expect(page.getByRole('heading', { name: 'Reranking' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Entailment' })).toBeVisible()
  await expect(page.getByText('Recommended').first()).toBeVisible()

  await page.getByRole('button', { name: 'Import' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Folder or file' }).fill(`${models}-not-there`)
  await dialog.getByRole('textbox', { name: 'Name here' }).fill('mine')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(dialog.getByRole('alert')).toContainText('PATH_NOT_FOUND')
  await dialog.getByRole('textbox', { name: 'Folder or file' }).fill(models)
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'Try mine' }).click()
  await expect(page.getByText(/^It works: .+ for a short text\.$/)).toBeVisible()

  await page.goto(`${host.address}/#/libraries/${library}`)
  await page.getByRole('button', { name: 'More for home' }).click()
  await page.getByRole('menuitem', { name: 'Embedding model' }).click()
  await page.getByRole('radio', { name: /^mine/ }).check()
  await expect(dialog.getByText('This takes')).toBeVisible()
  await expect(dialog.getByText(/^2 passages · /)).toBeVisible()
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('2 documents have their vectors')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'More for home' }).click()
  await page.getByRole('menuitem', { name: 'Embedding model' }).click()
  await expect(dialog.getByText('2 of 2 passages have a vector')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.goto(`${host.address}/#/models`)
  await page.getByRole('button', { name: 'Remove mine' }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('MODEL_IN_USE')
  await page.keyboard.press('Escape')
  await Promise.all([remove(), rm(models, { recursive: true })])
  expect(complaints).toEqual([])
})

test('a model of a server is added and, when its server cannot be reached, says so', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a key that comes back to the page, a failed try that shows nothing.
  await openPage(page, host)
  await page.goto(`${host.address}/#/models`)
  await page.getByRole('button', { name: 'Add a server' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Protocol' }).selectOption('openai-compatible')
  await dialog.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/v1')
  await dialog.getByRole('textbox', { name: 'Name on the server' }).fill('embedder')
  await dialog.getByRole('textbox', { name: 'Key' }).fill('sk-not-to-be-seen')
  await dialog.getByRole('textbox', { name: 'Dollars a million tokens' }).fill('0.02')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(/\$0\.02 a million tokens/)).toBeVisible()
  expect(JSON.stringify(await host.call('GET', '/models'))).not.toContain('sk-not-to-be-seen')
  await page.getByRole('button', { name: /^Try .*embedder$/ }).click()
  await expect(page.getByRole('alert')).toContainText('MODEL_UNREACHABLE')
  await page.getByRole('button', { name: /^Remove .*embedder$/ }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText(/\$0\.02 a million tokens/)).toHaveCount(0)

  // With the offline switch on nothing is fetched, and the model that was asked for says so.
  await host.call('PATCH', '/settings', { changes: [{ setting: 'network.offline', value: true }] })
  await page
    .getByRole('button', { name: /^Download / })
    .first()
    .click()
  await expect(page.getByRole('alert')).toContainText('NETWORK_OFFLINE')
  expect(complaints).toEqual([])
})

test('MOD-6.batch: a provider’s batch price is used once a person has read what that means', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a switch that says nothing of where documents go, that is on by itself, or that a provider without has.
  const url = 'http://127.0.0.1:9/v1'
  await host.call('POST', '/providers', { name: 'far', kind: 'openai', url, key: 'a-key' })
  await host.call('POST', '/providers', { name: 'lab', kind: 'openai-compatible', url })
  await openPage(page, host)
  await page.goto(`${host.address}/#/models`)
  await page.getByRole('button', { name: 'More for lab' }).click()
  await expect(
    page.getByRole('menuitem', { name: 'Change the key' }).or(page.getByRole('menuitem', { name: 'Give a key' })),
  ).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Batch price…' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for far' }).click()
  await page.getByRole('menuitem', { name: 'Batch price…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Batch price of far' })
  await expect(dialog).toContainText('at 50 % of the list prices')
  await expect(dialog).toContainText('lies in the provider’s store')
  await dialog.getByRole('button', { name: 'Use it for what can wait' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('batch price for what can wait')).toBeVisible()
  expect(await host.call('GET', '/providers')).toMatchObject([
    { name: 'far', usesBatches: true, batchPercent: 50 },
    { name: 'lab', usesBatches: false, batchPercent: null },
  ])
  expect(complaints).toEqual([])
})
