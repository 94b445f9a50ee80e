import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCliHere } from '../support/cli.ts'
import { openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import { addScriptedProvider } from '../support/models/scripted-provider.ts'
import { addText, openTestEngine } from '../support/test-engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'diwan-cli-waiting-'))
afterAll(() => rmSync(folder, { recursive: true }))

const diwan = (...words: string[]) => runCliHere([...words, '--data', join(folder, 'data')])
const ask = (...words: string[]) => diwan('ask', 'How deep is the basin?', '-l', 'docs', ...words)

test('MOD-6.told: MOD-6.wait: MOD-6.queue: who asks at the command line hears what waits, why, and stops it', async () => {
  const { client, close } = await openTestEngine({ dataFolder: join(folder, 'data') })
  await client.libraries.create({ name: 'docs' })
  await addText(client, 'docs', { name: 'a.md', text: 'The basin is 14 metres deep.\n' })
  // It asks for more patience than a call has.
  const away = await addScriptedProvider(client, {
    ...{ name: 'away', answers: () => openAiErrorAnswer(429, {}, { 'retry-after': '3600' }) },
  })
  await client.providers.add({ name: 'far', kind: 'openai', url: away.server.url, key: 'a-key' })
  await close()

  const waits = await ask('--model', away.model, '--may-wait')
  expect(waits).toMatchObject({ code: 0, stdout: expect.stringContaining('No model can answer now (') })
  expect(waits.stdout).toContain('while Diwan runs')
  const later = await ask('--model', away.model, '--later', '--json')
  const { waiting } = JSON.parse(later.stdout)
  expect(waiting).toMatchObject({ type: 'answer-waiting', code: null, reason: null })
  const two = await ask('--model', away.model, '--model', 'extractive', '--later')
  expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining('One model can be waited for') })

  const shown = await diwan('waiting')
  expect(shown.stdout.match(/How deep is the basin\?/g)).toHaveLength(2)
  expect(shown.stdout).toContain('the server takes no more calls for now')
  expect(await diwan('waiting', 'stop', waiting.messageId)).toMatchObject({ code: 0 })
  expect(await diwan('waiting', 'stop', waiting.messageId)).toMatchObject({ code: 3 })
})

test('MOD-6.batch: a batch price is off until it is asked for, and only of providers that have one', async () => {
  const batches = (...words: string[]) => diwan('models', 'batches', ...words)
  expect((await batches('far')).stdout).toContain('nothing lies with the provider')
  expect((await batches('far', '--on', '--percent', '40')).stdout).toContain(
    '40 % of its list prices. The question and',
  )
  expect(await batches('far', '--percent', '0')).toMatchObject({ code: 2 })
  expect(await batches('away', '--on')).toMatchObject({ code: 2, stderr: expect.stringContaining('no batch price') })
})
