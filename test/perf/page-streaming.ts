import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chatChunk } from '../support/models/openai-chat-script.ts'
import { sseEvent } from '../support/models/packets.ts'
import { openScriptedServer } from '../support/models/scripted-server.ts'
import { type Figure, median } from './figure.ts'
import { readMainThread, taskCategories } from './main-thread.ts'
import { openPage } from './open-page.ts'

const runs = 3
const tokensASecond = 200
const seconds = 10

/** Milliseconds of the longest task of the page's main thread while a model writes 200 tokens a second, and how many are long. */
export type PageStreaming = { longest: number; wallLongest: number; over50: number }

/** The figures of the bench: a task over 50 ms is one that a person feels. */
export async function streamingFigures(): Promise<Figure[]> {
  const measured = await measurePageStreaming()
  const figure = (name: string, pick: (run: PageStreaming) => number, target: Figure['target']): Figure => {
    const values = measured.map(pick)
    return { name, unit: 'ms', value: median(values), target, cpu: null, runs: values }
  }
  return [
    figure('page: longest work while 200 tokens/s are written', (run) => run.longest, { atMost: 50 }),
    figure('page: the same with waiting for a processor, longest', (run) => run.wallLongest, null),
    {
      ...figure('page: tasks over 50 ms while 200 tokens/s are written', (run) => run.over50, { atMost: 0 }),
      unit: 'tasks',
    },
  ]
}

/** A model over real HTTP writes paragraphs, a list, a table and code; Chromium's own trace tells what the page did. */
export async function measurePageStreaming(): Promise<readonly PageStreaming[]> {
  await using server = await openScriptedServer((request) =>
    request.method === 'GET' ? modelList : { headers: { 'content-type': 'text/event-stream' }, steps: answer() },
  )
  await using opened = await openPage()
  const { host, browser, page } = opened
  await host.call('POST', '/providers', { name: 'desk', kind: 'openai-compatible', url: server.url, key: 'a-key' })
  await host.call('POST', '/providers/desk/test', {})
  const folder = await mkdtemp(join(tmpdir(), 'diwan-streaming-'))
  await writeFile(join(folder, 'say.md'), '# Say\n\nThere is a number of things to say.\n')
  await host.addLibrary('notes', [folder])
  await rm(folder, { recursive: true })
  await page.goto(`${host.address}/#/chat`)
  await page.reload()
  await page.getByRole('button', { name: /^Model:/ }).click()
  await page.getByRole('option', { name: /^steady/ }).click()
  const measured: PageStreaming[] = []
  for (let run = 0; run < runs; run += 1) {
    await page.getByRole('textbox', { name: 'Your question' }).fill(`What is there to say, number ${run}?`)
    await page.getByRole('textbox', { name: 'Your question' }).press('Enter')
    await page.getByRole('article').last().locator('.answer-text').getByText('word').first().waitFor()
    await browser.startTracing(page, { categories: taskCategories })
    await page.waitForTimeout((seconds - 2) * 1_000)
    const { tasks } = readMainThread(await browser.stopTracing())
    const worked = tasks.map((task) => task.worked / 1_000)
    measured.push({
      longest: Math.max(...worked),
      wallLongest: Math.max(...tasks.map(({ start, end }) => (end - start) / 1_000)),
      over50: worked.filter((each) => each > 50).length,
    })
    await page.getByRole('article').last().locator('footer').waitFor({ timeout: 120_000 })
  }
  return measured
}

/** Tokens at their own times, however late the one before was sent. */
async function* answer(): AsyncGenerator<string> {
  const begun = performance.now()
  const tokens = text()
  for (let sent = 0; sent < tokensASecond * seconds; sent += 1) {
    const due = begun + (sent * 1_000) / tokensASecond
    if (performance.now() < due) await wait(due - performance.now())
    yield sseEvent(chatChunk({ content: tokens[sent % tokens.length] ?? '' }))
  }
  yield sseEvent(chatChunk({}, { finish: 'stop' }))
  yield sseEvent('[DONE]')
}

/** What a long answer is made of, a word or a mark a token. */
function text(): readonly string[] {
  const words = (count: number) =>
    Array.from({ length: count }, (_, index) => (index % 9 === 0 ? ' **word**' : ' word'))
  return [
    ...['## A heading', '\n\n', ...words(80), '.\n\n'],
    ...Array.from({ length: 12 }, () => ['- ', ...words(10), '\n']).flat(),
    ...[
      '\n| One | Two |\n',
      '| --- | --- |\n',
      ...Array.from({ length: 20 }, () => ['| word', ' | word', ' |\n']).flat(),
      '\n',
    ],
    ...['```js\n', ...Array.from({ length: 30 }, (_, index) => `const name${index} = ${index}\n`), '```\n\n'],
  ]
}

const modelList = {
  headers: { 'content-type': 'application/json' },
  steps: [JSON.stringify({ object: 'list', data: [{ id: 'steady', object: 'model', created: 1, owned_by: 'desk' }] })],
}

if (import.meta.main) console.table(await measurePageStreaming())
