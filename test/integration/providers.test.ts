import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCliHere } from '../support/cli.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import { addScriptedProvider, startScriptedProvider } from '../support/models/scripted-provider.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openTestEngine, shareTestEngine } from '../support/test-engine.ts'

const shared = shareTestEngine()
const key = 'sk-a-secret-that-nobody-may-see-0123456789'

test('a key of a provider is used, and stands in no answer, file or log line; it goes with its provider', async () => {
  const { client, dataFolder, log } = await openTestEngine({ logLevel: 'debug' })
  const answers = [openAiChatAnswer({ text: 'ready' }), openAiErrorAnswer(401, { message: `Incorrect key: ${key}` })]
  const { model, asked, server } = await addScriptedProvider(client, { key, answers })
  const tried = await client.providers.test({ name: 'scripted', model: 'scripted-1' })
  expect(tried).toMatchObject({ answer: 'ready', models: 1, provider: { hasKey: true } })
  expect(asked()[0]?.headers.authorization).toBe(`Bearer ${key}`)
  const refused = client.providers.test({ name: 'scripted', model: 'scripted-1' })
  await expect(refused).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', data: { modelId: model, status: 401 } })
  const told = await refused.catch((error: unknown) => error)
  const shown = JSON.stringify([tried, told, await client.providers.list(), await client.providers.models({}), log])
  expect(shown).not.toContain(key)
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { parentPath, name } of files) {
    expect(readFileSync(join(parentPath, name)).includes(key), name).toBe(false)
  }
  await client.providers.remove({ name: 'scripted' })
  expect(readdirSync(join(dataFolder, 'secrets'))).toEqual([])
  // Catches a key that another server of the same name gets to see later.
  await client.providers.add({ name: 'scripted', kind: 'openai-compatible', url: server.url })
  expect((await client.providers.list())[0]).toMatchObject({ hasKey: false })
})

test('a server that does not answer keeps the models that it named before, and says why', async () => {
  const { client } = shared
  let isDown = false
  const { server, name } = await addScriptedProvider(client, { name: 'flaky', models: ['one', 'two'], answers: [] })
  const references = async () => (await client.providers.models({ provider: name })).map(({ reference }) => reference)
  expect(await references()).toEqual(['flaky/one', 'flaky/two'])
  await server[Symbol.asyncDispose]()
  isDown = true
  const all = await client.providers.models({ refresh: isDown })
  expect(all.map(({ reference }) => reference)).toEqual(['flaky/one', 'flaky/two', 'extractive'])
  const [shown] = await client.providers.list()
  expect(shown?.lastCheck).toMatchObject({ code: 'MODEL_UNREACHABLE', status: null })
  await expect(client.providers.test({ name })).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
  await client.providers.remove({ name })
})

test('a key does not follow a provider to another server unless it is given again', async () => {
  const { client } = shared
  const { server } = await addScriptedProvider(client, { name: 'moving', key, answers: [] })
  const moved = await client.providers.update({ name: 'moving', url: 'http://127.0.0.1:9' })
  expect(moved).toMatchObject({ hasKey: false, lastCheck: null })
  const back = await client.providers.update({ name: 'moving', url: server.url, key })
  expect(back.hasKey).toBe(true)
  expect(await client.providers.models({ provider: 'moving' })).toEqual([])
  await client.providers.remove({ name: 'moving' })
  await expect(client.providers.remove({ name: 'moving' })).rejects.toMatchObject({ code: 'PROVIDER_NOT_FOUND' })
})

test('MOD-3.rules: a library can be kept from models on other machines, and is so after a restart', async () => {
  const library = await shared.client.libraries.create({ name: 'private' })
  expect(library.localOnly).toBe(false)
  const { library: kept, job } = await shared.client.libraries.configure({ library: library.id, localOnly: true })
  // Catches a switch that cuts all documents anew.
  expect({ localOnly: kept.localOnly, chunking: kept.chunking, job }).toEqual({
    ...{ localOnly: true, chunking: library.chunking, job: null },
  })
  await shared.restart()
  expect((await shared.client.libraries.get({ library: library.id })).localOnly).toBe(true)
})

test('MOD-1.compatible: the command line adds, tries, lists and removes a provider', async () => {
  const data = join(temporaryFolder(), 'data')
  const { server } = await startScriptedProvider({ answers: [openAiChatAnswer({ text: 'ready' })], models: ['small'] })
  const diwan = async (...words: string[]) => {
    const { code, stdout, stderr } = await runCliHere(['models', ...words, '--data', data, '--json'])
    return { code, shown: stdout === '' ? null : JSON.parse(stdout), stderr }
  }
  process.env.DIWAN_TEST_KEY = key
  const place = ['--kind', 'openai-compatible', '--url', server.url, '--key-env', 'DIWAN_TEST_KEY']
  const added = await diwan('add', 'acme', ...place)
  delete process.env.DIWAN_TEST_KEY
  expect(added.shown).toMatchObject({ provider: { name: 'acme', hasKey: true, lastCheck: { code: null } }, models: 1 })
  expect((await diwan('test', 'acme/small')).shown).toMatchObject({ answer: 'ready' })
  const { shown } = await diwan('list')
  expect(shown.providers).toMatchObject([{ name: 'acme', kind: 'openai-compatible', protocol: 'openai-chat' }])
  const references = shown.languageModels.map(({ reference }: { reference: string }) => reference)
  expect(references).toEqual(['acme/small', 'extractive'])
  expect(JSON.stringify(shown)).not.toContain(key)
  expect((await diwan('remove', 'acme')).code).toBe(0)
})
