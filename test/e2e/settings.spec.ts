import { readFile, writeFile } from 'node:fs/promises'
import { expect, openPage, test } from './support/fixtures.ts'

test('UX-1.settings UX-1.origin UX-1.validate UX-1.search UX-4.dark: settings are found, checked, changed and given back', async ({
  page,
  host,
  complaints,
}) => {
  // Would catch: a value out of bounds that is sent, a changed setting that passes for a default.
  await openPage(page, host)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByText('Changed by you')).toHaveCount(1)

  const passages = page.getByRole('textbox', { name: 'Passages in an answer' })
  await passages.fill('99')
  await expect(page.getByText('A whole number from 1 to 20')).toBeVisible()
  await passages.fill('7')
  await passages.press('Enter')
  await expect(page.getByText('Changed by you')).toHaveCount(2)
  expect(await host.call('GET', '/settings')).toMatchObject({
    values: { appearance: { theme: 'dark' }, answers: { passages: 7 } },
    changed: ['answers.passages', 'appearance.theme'],
  })
  await page.getByRole('button', { name: 'Back to the default: Theme' }).click()
  await expect(page.getByText('Changed by you')).toHaveCount(1)

  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('timeout')
  await expect(page.getByRole('textbox', { name: 'Longest time for one file' })).toBeVisible()
  await expect(passages).toBeHidden()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(passages).toBeVisible()
  expect(complaints).toEqual([])
})

test('UX-1.settings LIB-1.scan: recognition, its languages, the network and the trash are set in words', async ({
  page,
  host,
}) => {
  // Would catch: a list of languages that can be emptied, a switch that shows another state than the engine has.
  await openPage(page, host)
  await page.goto(`${host.address}/#/settings`)
  const languages = page.getByRole('group', { name: 'Languages of pictures' })
  await languages.getByRole('checkbox', { name: 'Arabic' }).click()
  await expect(languages.getByRole('checkbox', { name: 'Arabic' })).not.toBeChecked()
  await expect(languages.getByRole('checkbox', { name: 'English' })).toBeDisabled()
  await page.getByRole('checkbox', { name: 'Recognise text in pictures' }).click()
  await expect(page.getByRole('checkbox', { name: 'Recognise text in pictures' })).not.toBeChecked()
  await page.getByRole('checkbox', { name: 'Offline' }).click()
  await expect(page.getByRole('checkbox', { name: 'Offline' })).toBeChecked()
  await page.getByRole('textbox', { name: 'Days in the trash' }).fill('7')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Changed by you')).toHaveCount(4)
  expect(await host.call('GET', '/settings')).toMatchObject({
    values: {
      ingest: { ocr: false, ocrLanguages: ['eng'] },
      network: { offline: true, privateAddresses: false },
      libraries: { trashDays: 7 },
    },
  })
})

test('UX-1.export: settings leave as a file and come back; a file that is none changes nothing', async ({
  page,
  host,
}, info) => {
  // Would catch: an import that applies half of a broken file.
  await openPage(page, host)
  await page.goto(`${host.address}/#/settings`)
  const menu = page.getByRole('button', { name: 'Export and import' })
  await menu.click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export the settings' }).click()
  const saved = info.outputPath('settings.json')
  await (await download).saveAs(saved)
  const values = JSON.parse(await readFile(saved, 'utf8'))
  expect(values).toMatchObject({ answers: { passages: 5 } })

  const bring = async (text: string) => {
    await writeFile(saved, text)
    await page.locator('input[accept*=json]').setInputFiles(saved)
  }
  await bring('{"answers":{"passages":"many"}}')
  await expect(page.getByText('This file holds no valid settings. Nothing was changed.')).toBeVisible()
  await bring(JSON.stringify({ ...values, answers: { passages: 3 } }))
  await expect(page.getByText('The settings were imported')).toBeVisible()
  expect(await host.call('GET', '/settings')).toMatchObject({ values: { answers: { passages: 3 } } })
})

test('API-5.health: the state of every part is in plain words, with the key file called by its code', async ({
  page,
  host,
}) => {
  // Would catch: a warning that only the log knows.
  await openPage(page, host)
  await page.goto(`${host.address}/#/settings`)
  await expect(page.getByText('KEY_IN_FILE')).toBeVisible()
  await expect(page.getByText('on, with its key in a file')).toBeVisible()
  await expect(page.getByText('none installed')).toBeVisible()
  await expect(page.getByText('Whoever can read the data folder', { exact: false })).toBeVisible()
  await expect(page.getByText(host.dataFolder)).toBeVisible()
})
