import AxeBuilder from '@axe-core/playwright'
import { everything } from './support/answer-sample.ts'
import { lookAt } from './support/axe.ts'
import { gateAfter } from './support/model-host.ts'
import { choose, composer, expect, footer, open, send, test } from './support/model-page.ts'

// One host serves them all, so they go one after another.
test.describe.configure({ mode: 'default' })

test('CHAT-1.stream CHAT-3.model CHAT-5.before CHAT-5.after CHAT-5.message CHAT-5.conversation: an answer comes word by word, cited, with what it costs before and after', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: marks that flash while they are open, an answer shown when it is whole, a citation that opens nothing.
  const gate = gateAfter(6)
  host.says([{ about: 'How much is the deposit?', text: 'The deposit is **two months of rent** [1].', gate }])
  await open(page, host)
  await choose(page, /^large/)
  await composer(page).fill('How much is the deposit?')
  await expect(page.getByText(/^about \$0\.0\d+, at most \$0\.\d+$/)).toBeVisible()
  await composer(page).press('Enter')
  const answer = page.getByRole('article').last()
  await expect(answer.locator('.answer-text')).toContainText('The deposit is')
  await expect(answer.locator('.answer-text')).not.toContainText('*')
  await expect(answer.locator('footer')).toHaveCount(0)
  gate.open()
  await expect(answer.locator('strong')).toHaveText('two months of rent')
  await expect(footer(page)).toContainText('Written by desk/large')
  await expect(footer(page)).toContainText('1,000 tokens in, 200 out')
  await expect(footer(page)).toContainText('$0.0036')
  await expect(page.getByText('$0.0036 in this conversation')).toBeVisible()
  await answer
    .locator('.answer-text')
    .getByRole('button', { name: /^Citation 1:/ })
    .click()
  await expect(page.locator('mark.glow').first()).toContainText('deposit')
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(answer.locator('strong')).toHaveText('two months of rent')
  await expect(page.getByRole('button', { name: /^Model: large/ })).toBeVisible()
  expect(complaints).toEqual([])
})

test('CHAT-1.markdown CHAT-1.tables CHAT-1.code CHAT-1.maths CHAT-1.diagrams UX-2.axe: what a model writes is drawn, and can do nothing else', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: markup that becomes elements, a picture that is asked for, a diagram or formula that the policy refuses.
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(host.address) && !/^(?:blob|data):/.test(request.url())) elsewhere.push(request.url())
  })
  host.says([{ about: 'Show everything', text: everything }])
  await open(page, host)
  await choose(page, /^small/)
  await send(page, 'Show everything about the rent')
  const answer = page.getByRole('article').last()
  await expect(footer(page)).toBeVisible()
  await expect(answer.getByRole('heading', { name: 'What it costs', level: 3 })).toBeVisible()
  await expect(answer.getByText('<b>the lease</b>')).toBeVisible()
  await expect(answer.getByRole('group', { name: 'Table' }).getByRole('row')).toHaveCount(3)
  await expect(answer.locator('.hljs-keyword').first()).toHaveText('def')
  await expect(answer.locator('.katex').first()).toBeVisible()
  await expect(answer.locator('.katex-display')).toBeVisible()
  await expect(answer.getByText('from $5 to $10 a day')).toBeVisible()
  await expect(answer.getByRole('img', { name: 'Diagram' })).toHaveCount(1)
  await expect(answer.getByText('This diagram could not be drawn.')).toBeVisible()
  await expect(answer.locator('[dir=auto]', { hasText: 'الإيجار' })).toHaveCSS('direction', 'rtl')
  await expect(answer.locator('img:not([src^="blob:"])')).toHaveCount(0)
  await expect(answer.locator('script, a[href^="javascript"]')).toHaveCount(0)
  await expect(answer.getByRole('link', { name: 'bank' })).toHaveAttribute('title', 'https://evil.example/login')
  await expect(answer.getByText('(evil.example)')).toBeVisible()
  expect(elsewhere).toEqual([])
  expect(complaints).toEqual([])

  const { look, expectNothing } = lookAt(page)
  await look('written answer')
  await page.setViewportSize({ width: 360, height: 740 })
  await look('written answer, narrow')
  expectNothing()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wider).toBe(0)
})

test('CHAT-1.stop CHAT-1.retry CHAT-1.edit CHAT-1.branch: a stopped answer is kept, another try and another wording stand beside it', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: a stop that loses what had arrived, a second answer that takes the first one's place.
  const gate = gateAfter(5)
  host.says([
    { about: 'Who pays for the whole roof?', text: 'The landlord pays for it [1].' },
    { about: 'Who pays for the roof?', text: 'The landlord pays, as the repairs say, for all of it [1].', gate },
  ])
  await open(page, host)
  await choose(page, /^small/)
  await send(page, 'Who pays for the roof?')
  const answer = page.getByRole('article').last()
  await expect(answer.locator('.answer-text')).toContainText('The landlord')
  await page.keyboard.press('Escape')
  await expect(answer.getByText('Stopped. What had arrived is kept.')).toBeVisible()
  await expect(answer.locator('.answer-text')).toContainText('The landlord')
  await expect(answer.locator('.answer-text')).not.toContainText('all of it')
  gate.open()
  await answer.getByRole('button', { name: 'Try again' }).click()
  await expect(answer.locator('.answer-text')).toContainText('all of it')
  const versions = answer.getByRole('group', { name: 'Answer', exact: true })
  await expect(versions).toContainText('2/2')
  await versions.getByRole('button', { name: 'Answer before this one' }).click()
  await expect(answer.locator('.answer-text')).not.toContainText('all of it')

  await answer.hover()
  await answer.getByRole('button', { name: 'Ask in other words' }).click()
  await page.getByRole('textbox', { name: 'The question in other words' }).fill('Who pays for the whole roof?')
  await page.keyboard.press('Enter')
  const other = page.getByRole('article', { name: 'Who pays for the whole roof?' })
  await expect(other.locator('footer')).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(1)
  const wordings = page.getByRole('group', { name: 'Wording of the question' })
  await expect(wordings).toContainText('2/2')
  await wordings.getByRole('button', { name: 'Wording of the question before this one' }).click()
  await expect(page.getByRole('article', { name: 'Who pays for the roof?' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('CHAT-9.side-by-side CHAT-3.attach CHAT-3.library: two models answer side by side from the chosen library and a file, and one of them goes on', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: columns that wait for each other, a file or a library that is left out, a choice that is not kept.
  const gate = gateAfter(3)
  host.says([
    { about: 'model large', text: 'The large one says: two months of rent [1].', gate },
    { about: 'model small', text: 'The small one says: two months [1].' },
  ])
  await open(page, host)
  await choose(page, /^large/, /^small/)
  await expect(page.getByRole('button', { name: '2 models side by side' })).toBeVisible()
  await page.locator('input[data-choose=attachment]').setInputFiles({
    name: 'note.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('The neighbour lends his ladder.'),
  })
  await expect(page.getByRole('list', { name: 'Attached files' })).toContainText(/note\.txt\s*\d+ tokens/)
  await composer(page).fill('How much is the deposit? #Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Do not ask Home' })).toBeVisible()
  await composer(page).press('Enter')
  const columns = page.getByRole('region', { name: 'Side by side' })
  const small = columns.getByRole('region', { name: 'desk/small' })
  await expect(small.locator('footer')).toBeVisible()
  await expect(columns.getByRole('region', { name: 'desk/large' }).locator('footer')).toHaveCount(0)
  gate.open()
  await expect(columns.getByRole('region', { name: 'desk/large' }).locator('footer')).toBeVisible()
  const axe = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(axe.violations.map(({ id }) => id)).toEqual([])
  expect(host.server.requests.filter(({ body }) => body.includes('lends his ladder'))).toHaveLength(2)
  await small.getByRole('button', { name: 'Go on with this one' }).click()
  await expect(columns).toHaveCount(0)
  await expect(page.getByRole('article').last()).toContainText('The small one says')
  expect(complaints).toEqual([])
})

test('CHAT-9.side-by-side UX-6.narrow: at 360 px answers stand under tabs, by pointer and by arrow key', async ({
  page,
  modelHost: host,
  complaints,
}) => {
  // Would catch: columns that are squeezed or cut off, a tab that does not change the answer.
  await page.setViewportSize({ width: 360, height: 740 })
  host.says([
    { about: 'model large', text: 'The large one says: two months of rent [1].' },
    { about: 'model small', text: 'The small one says: two months [1].' },
  ])
  await open(page, host)
  await choose(page, /^large/, /^small/)
  await send(page, 'How large is the deposit?')
  const compared = page.getByRole('region', { name: 'Side by side' })
  const tab = (name: string) => compared.getByRole('tab', { name })
  const panel = compared.getByRole('tabpanel')
  await expect(tab('desk/small')).toBeVisible()
  await expect(panel).toContainText('The large one says')
  await tab('desk/large').press('ArrowRight')
  await expect(tab('desk/small')).toBeFocused()
  await expect(panel).toContainText('The small one says')
  await tab('desk/large').click()
  await expect(panel).toContainText('The large one says')
  await tab('desk/small').click()
  await expect(panel.locator('footer')).toBeInViewport({ ratio: 1 })
  const { look, expectNothing } = lookAt(page)
  await look('tabs')
  expectNothing()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wider).toBe(0)
  await panel.getByRole('button', { name: 'Go on with this one' }).click()
  await expect(compared).toHaveCount(0)
  await expect(page.getByRole('article').last()).toContainText('The small one says')
  expect(complaints).toEqual([])
})
