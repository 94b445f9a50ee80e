import type { Page } from '@playwright/test'
import { lookAt } from './support/axe.ts'
import { choose, chooseOf, composer, expect, footer, open, send, test } from './support/model-page.ts'

// One host serves them all, so they go one after another, each with a question of its own: answers are kept.
test.describe.configure({ mode: 'default' })

const lastAnswer = (page: Page) => page.getByRole('article').last()

test('MOD-6.wait MOD-6.told UX-2.axe: a question that no model answered says why, waits when that is wished, and waits no more', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: a wait that nobody is told of, one that a reload forgets, one that cannot be ended.
  await host.addProvider('attic')
  host.says([{ about: '/attic/', status: 503 }])
  await open(page, host)
  await chooseOf(page, 'attic', /^large/)
  await send(page, 'How high is the deposit?')
  const answer = lastAnswer(page)
  await expect(answer.getByRole('alert')).toContainText('MODEL_UNREACHABLE')
  await expect(answer.getByRole('button', { name: 'Try again' })).toBeVisible()
  await answer.getByRole('button', { name: 'Ask again when a model can answer' }).click()
  await expect(answer.getByText(/^No model could answer yet\. /)).toBeVisible()
  await expect(answer.getByText(/^Models are asked again in \d+ sec\.$/)).toBeVisible()
  // Meanwhile another question can be asked.
  await expect(composer(page)).toBeEnabled()
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0)
  const { look, expectNothing } = lookAt(page)
  await look('an answer that waits')
  expectNothing()
  await page.reload()
  await expect(answer.getByText(/^Models are asked again in \d+ sec\.$/)).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(1)

  await answer.getByRole('button', { name: 'Do not wait' }).click()
  await expect(answer.getByRole('button', { name: 'Do not wait' })).toHaveCount(0)
  expect(await host.call('GET', '/chat/waiting')).toEqual([])
  await expect(answer.getByText('Stopped before the first word.')).toBeVisible()
  await answer.getByRole('button', { name: 'Answer with…' }).click()
  await page
    .getByRole('group', { name: 'desk', exact: true })
    .getByRole('option', { name: /^small/ })
    .click()
  await expect(footer(page)).toContainText('Written by desk/small')
  expect(complaints).toEqual([])
})

test('MOD-3.fallback MOD-3.why: an answer of the next model says instead of which one it came, and why', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: another model's answer that passes for the chosen one's, a reason that only the log knows.
  await host.addProvider('cellar')
  host.says([
    { about: '/cellar/', status: 503 },
    { about: '', text: 'The landlord pays for the roof [1].' },
  ])
  const setPolicy = (value: unknown) =>
    host.call('PATCH', '/settings', { changes: [{ setting: 'models.policy', value }] })
  await setPolicy({ kind: 'fixed', model: 'cellar/large', fallback: ['desk/small'] })
  await open(page, host)
  await send(page, 'Who pays for a new roof?')
  const answer = lastAnswer(page)
  await expect(footer(page)).toContainText('Written by desk/small')
  await answer.getByText('Answered by desk/small, because cellar/large did not answer.').click()
  const tried = answer.getByRole('listitem').filter({ hasText: 'cellar/large' })
  await expect(tried).toContainText(/: the server is overloaded MODEL_UNREACHABLE · 2 tries · /)
  await page.reload()
  await expect(answer.getByText('Answered by desk/small, because cellar/large did not answer.')).toBeVisible()
  await setPolicy(null)
  expect(complaints).toEqual([])
})

test('MOD-3.why: a stream that dies after its first words keeps them, says that it broke and why, and goes on when asked', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: half an answer that passes for a whole one, or one that is begun anew in silence or lost.
  host.says([
    { about: 'Go on where you stopped.', text: 'as long as it is not moved [1].' },
    { about: 'How long is the lease?', text: 'The lease was signed on 3 March', breaks: true },
  ])
  await open(page, host)
  await choose(page, /^small/)
  await send(page, 'How long is the lease?')
  const answer = lastAnswer(page)
  await expect(answer.getByText('The model broke off. What had arrived is kept.').last()).toBeVisible()
  const asked = host.server.requests.length
  await expect(answer.locator('.answer-text')).toHaveText('The lease was signed on 3 March')
  // The one that broke off did answer, and no other did.
  await expect(answer.getByText(/did not answer/)).toHaveCount(0)
  await page.reload()
  await expect(answer.getByText('The model broke off. What had arrived is kept.').last()).toBeVisible()
  await expect(answer.locator('.answer-text')).toHaveText('The lease was signed on 3 March')
  expect(host.server.requests.length).toBe(asked)
  await answer.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(lastAnswer(page).locator('.answer-text')).toContainText('as long as it is not moved')
  expect(complaints).toEqual([])
})

test('USE-3.stop: what a budget stops keeps what had come and shows the way on; what it does not allow is not asked', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: a partial answer that is lost, a stop without its reason, a call that a budget has refused and that goes out.
  const setLimit = (limitNanoDollars: number) => host.call('PUT', '/budgets', { scope: 'month', limitNanoDollars })
  await setLimit(1_000_000_000)
  const words = Array.from({ length: 200 }, (_, index) => `word${index}`)
  host.says([{ about: 'How much is the rent?', text: words.join(' ') }])
  await open(page, host)
  await choose(page, /^large/)
  await page.getByRole('button', { name: 'How the model answers' }).click()
  await page.getByRole('spinbutton', { name: 'Output limit' }).fill('20')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'How the model answers (changed)' })).toBeVisible()
  await send(page, 'How much is the rent?')
  const answer = lastAnswer(page)
  await expect(answer.getByText(/budget/).first()).toBeVisible()
  await expect(answer.locator('.answer-text')).toContainText('word0 word1 word2')
  await expect(answer.locator('.answer-text')).not.toContainText('word199')
  await expect(footer(page)).toContainText(/\$0\.00\d+/)
  await expect(answer.getByRole('button', { name: 'Continue' })).toBeVisible()

  await setLimit(1_000)
  const asked = host.server.requests.length
  await answer.getByRole('button', { name: 'Try again' }).click()
  const refusal = answer.getByRole('alert')
  await expect(refusal).toContainText('BUDGET_EXCEEDED')
  await expect(answer.getByRole('button', { name: 'Ask again when a model can answer' })).toHaveCount(0)
  expect(host.server.requests.length).toBe(asked)
  await answer.getByRole('link', { name: 'To the budgets' }).click()
  await expect(page.getByText(/of \$0\.0000010 spent/)).toBeVisible()
  await page.getByRole('button', { name: 'Remove: Every month' }).click()
  await expect(page.getByText('No budget: nothing stops a model from being asked.')).toBeVisible()
  expect(complaints).toEqual([])
})
