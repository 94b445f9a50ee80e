import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCliHere } from '../support/cli.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import {
  addScriptedProvider,
  type ScriptedProvider,
  startScriptedProvider,
} from '../support/models/scripted-provider.ts'
import { openTestEngine } from '../support/test-engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'diwan-cli-model-'))
const data = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true }))
process.env.DIWAN_KEYCHAIN = 'off'

const ask = (...words: string[]) =>
  runCliHere(['ask', 'How deep is the basin?', '-l', 'docs', '--data', data, ...words])

/** What a request said of itself. */
type Body = {
  temperature?: number
  max_tokens?: number
  max_completion_tokens?: number
  messages: { content: string }[]
}

/** Two providers in the folder, whose servers outlive the engine; `refusing` has no key that is taken. */
async function prepare(): Promise<{ one: ScriptedProvider; refusing: ScriptedProvider }> {
  const { client, close } = await openTestEngine({ dataFolder: data })
  const one = await addScriptedProvider(client, {
    ...{ name: 'one', price: { input: 1, output: 4 } },
    answers: () =>
      openAiChatAnswer({
        text: ['It is 14 metres ', 'deep [1]. It is pink [1][7].'],
        usage: { input: 1_234, output: 210 },
      }),
  })
  const refusing = await addScriptedProvider(client, { name: 'refusing', answers: () => openAiErrorAnswer(401) })
  await close()
  return { one, refusing }
}

describe('diwan ask --model', () => {
  beforeAll(async () => {
    writeFileSync(join(folder, 'note.txt'), 'The note says 4711.\n')
    const read = join(folder, 'a.md')
    writeFileSync(read, '# Basin\n\nThe basin is 14 metres deep.\n')
    expect((await runCliHere(['ingest', '--library', 'docs', read, '--data', data])).code).toBe(0)
  })

  test('API-3.ask: CHAT-3.model: CHAT-5.before: CHAT-5.after: CHAT-9.side-by-side: shows what models write, with sources, doubts and bill', async () => {
    const { one, refusing } = await prepare()
    const options = ['--temperature', '0.5', '--max-output-tokens', '50', '--attach', join(folder, 'note.txt')]
    const { code, stdout, stderr } = await ask('--model', one.model, ...options)
    expect({ code, lines: stdout.split('\n') }).toMatchObject({
      code: 0,
      lines: [
        'It is 14 metres deep [1]. It is pink [1].',
        '',
        '  [1] a.md › Basin, line 3',
        expect.stringContaining('a.md'),
        '',
        'Not found in its sources:',
        '? It is pink.',
        '',
        `${one.model}, 1,234 in, 210 out, $0.0021`,
        '',
      ],
    })
    // A sentence by itself: nobody knows it by the name of an option.
    expect(stderr.split('\n')).toContain('1 mark led to no source and was taken out.')
    const body = one.asked()[0]?.json<Body>()
    expect(body?.temperature).toBe(0.5)
    expect(body?.max_tokens ?? body?.max_completion_tokens).toBe(50)
    expect(body?.messages.at(-1)?.content).toContain('[file] note.txt\n> The note says 4711.')

    const both = await ask('--model', one.model, '--model', 'extractive', '--no-reuse', '--json')
    expect(JSON.parse(both.stdout)).toMatchObject({
      answers: [
        {
          ...{ mode: 'generated', answer: 'It is 14 metres deep [1]. It is pink [1].' },
          cost: { nanoDollars: 1_234 * 1_000 + 210 * 4_000, estimated: false },
          generation: { choice: { model: one.model }, ended: 'stop' },
        },
        { mode: 'extractive', generation: null },
      ],
    })
    const plan = await ask('--plan', '--model', one.model)
    expect(plan.stdout).toMatch(
      /^Answers from the best passages with one\/scripted-1: \d+ tokens in, .* at most \$0\.\d+\.$/mu,
    )
    const refused = await ask('--model', refusing.model, '--no-reuse')
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 4, stdout: '' })
    expect(refused.stderr).toContain('Check that its server runs')
    expect((await ask('--temperature', '3')).code).toBe(2)
    expect((await ask('--model', one.model, '--attach', join(folder, 'none'))).code).toBe(3)
  })

  test('API-3.exit-codes: CHAT-1.stop: Ctrl-C in the middle shows what had come, and a script is told that it is not all', async () => {
    const stopped = Promise.withResolvers<void>()
    const slow = await startScriptedProvider({
      name: 'slow',
      answers: () => openAiChatAnswer({ text: ['It is 14 metres deep. ', 'And'], afterPiece: () => stopped.promise }),
    })
    const add = ['models', 'add', 'slow', '--kind', 'openai-compatible', '--url', slow.server.url, '--data', data]
    expect((await runCliHere(add)).code).toBe(0)
    const words = ['ask', 'How deep is the basin?', '-l', 'docs', '--data', data, '--model', slow.model, '--no-reuse']
    const { code, stdout, stderr } = await runCliHere([...words, '--model', 'extractive'], { stopAt: 'deep.' })
    stopped.resolve()
    expect({ code, first: stdout.split('\n', 3).map((line) => line.trimEnd()) }).toEqual({
      code: 130,
      first: ['slow/scripted-1:', '', 'It is 14 metres deep.'],
    })
    expect(stderr).toContain('It was stopped here.')
    expect(stdout).not.toContain('extractive')
  })

  test('is asked by itself once the settings say so', async () => {
    // Catches a command line on which nobody can say who answers.
    const { model, server } = await startScriptedProvider({
      name: 'chosen',
      answers: () => openAiChatAnswer({ text: 'It is 14 metres deep [1].' }),
    })
    const { client, close } = await openTestEngine({ dataFolder: data })
    await client.providers.add({ name: 'chosen', kind: 'openai-compatible', url: server.url })
    await close()
    const set = await runCliHere(['settings', 'set', 'models.policy', model, '--data', data])
    expect(set.stdout).toContain(`{"kind":"fixed","model":"${model}"`)
    expect(JSON.parse((await ask('--json')).stdout)).toMatchObject({ mode: 'generated' })
  })
})
