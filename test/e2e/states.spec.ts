import { ask, expect, openPage, test } from './support/fixtures.ts'

test('UX-4.offline UX-4.error: a lost engine is said once, nothing typed is lost, and the call is not repeated', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a page that hangs on a dead socket, or that swallows the question that could not be sent.
  await openPage(page, host)
  const composer = page.getByRole('textbox', { name: 'Your question' })
  await composer.fill('What is a recognizer?')
  await host.kill()
  await expect(page.getByText('The engine cannot be reached.', { exact: false })).toBeVisible()
  await composer.press('Enter')
  const note = page.getByRole('alert').filter({ hasText: 'ENGINE_UNAVAILABLE' })
  await expect(note).toBeVisible()
  await expect(composer).toHaveValue('What is a recognizer?')
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(1)
})

test('CHAT-1.crash UX-1.chat: a reload keeps the conversation and the draft', async ({
  page,
  docsHost: host,
  complaints,
}) => {
  // Would catch: answers that live only in the page's memory, drafts that a reload throws away.
  await openPage(page, host)
  await ask(page, 'How is a custom recognizer added?')
  await expect(page).toHaveURL(/#\/chat\/[\w-]+$/)
  const composer = page.getByRole('textbox', { name: 'Your question' })
  await composer.fill('And how is it tested')
  await page.reload()
  await expect(page.getByRole('article', { name: 'How is a custom recognizer added?' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Citation 1:/ })).toBeVisible()
  await expect(composer).toHaveValue('And how is it tested')
  expect(complaints).toEqual([])
})

test('UX-4.error: an address that no longer leads anywhere says what happened and under which code', async ({
  page,
  host,
}) => {
  // Would catch: a blank view for a deleted conversation or library.
  await host.addLibrary('docs', [])
  await openPage(page, host)
  await page.goto(`${host.address}/#/chat/01890000-0000-7000-8000-000000000000`)
  await expect(page.getByRole('alert')).toContainText('CONVERSATION_NOT_FOUND')
  await page.goto(`${host.address}/#/libraries/01890000-0000-7000-8000-000000000000`)
  await expect(page.getByText('This library is not here')).toBeVisible()
})

test('RET-10.says-so UX-4.empty: a question that nothing matches gets an honest answer and a next step', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: an invented or an empty answer.
  await openPage(page, host)
  await ask(page, 'zxqv wvutq')
  await expect(page.getByText('Nothing in these libraries matches the question.')).toBeVisible()
})

test('CHAT-2.rename CHAT-2.delete: a conversation is renamed, deleted, and brought back', async ({
  page,
  docsHost: host,
}) => {
  // Would catch: a deletion that cannot be undone, a name that is only changed on screen.
  await openPage(page, host)
  await ask(page, 'What is an anonymizer?')
  const list = page.getByRole('complementary', { name: 'Conversations' })
  await list.getByRole('button', { name: 'More for What is an anonymizer?' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name of the conversation' }).fill('Anonymizing')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('link', { name: /Anonymizing/ })).toBeVisible()
  await list.getByRole('link', { name: /Anonymizing/ }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(list.getByRole('link', { name: /Anonymizing/ })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.reload()
  await expect(list.getByRole('link', { name: /Anonymizing/ })).toBeVisible()
})

test('CHAT-3.library: # picks the libraries that are asked', async ({ page, docsHost: host }) => {
  // Would catch: a mention that stays in the question, or a choice that the engine never hears of.
  await host.addLibrary('empty shelf', [])
  await openPage(page, host)
  const composer = page.getByRole('textbox', { name: 'Your question' })
  await composer.pressSequentially('What is a recognizer? #empty')
  await page.keyboard.press('Enter')
  await expect(composer).toHaveValue('What is a recognizer? ')
  await expect(page.getByRole('button', { name: 'Do not ask empty shelf' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing in these libraries matches the question.')).toBeVisible()
})

test('UX-4.empty: a library that another program makes appears on an open page', async ({ page, host }) => {
  // Would catch: a list that is asked for once and then only when this page changes something itself.
  await host.addLibrary('first', [])
  await page.goto(host.url)
  await page.goto(`${host.address}/#/libraries`)
  await expect(page.getByRole('link', { name: /^first/ })).toBeVisible()
  await host.addLibrary('second', [])
  await expect(page.getByRole('link', { name: /^second/ })).toBeVisible()
})
