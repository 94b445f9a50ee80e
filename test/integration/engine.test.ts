import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { correlationHeader } from '../../src/contract/call-context.ts'
import { createEngine, DataFolderLockedError, type EngineOptions, readLock } from '../../src/engine/engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function open(options: Partial<EngineOptions> = {}) {
  const lines: string[] = []
  const engine = await createEngine({
    dataFolder: temporaryFolder(),
    version: '0.0.0-test',
    secretStore: null,
    passphrase: null,
    logLevel: 'debug',
    logDestination: (line) => void lines.push(line),
    ...options,
  })
  onTestFinished(() => engine.close())
  const call = (headers: Record<string, string> = {}) =>
    createRouterClient(engine.router, {
      context: { door: 'direct', reqHeaders: { get: (name) => headers[name] ?? null } },
    })
  return { engine, call, logs: () => lines.map((line) => JSON.parse(line)) }
}

describe('engine', () => {
  test('API-5.trace: the correlation id of a call stands in the log lines of its SQL and of the call', async () => {
    const { call, logs } = await open()
    await call({ [correlationHeader]: 'page-call-0001' }).libraries.list()
    const own = logs().filter((line) => line.correlationId === 'page-call-0001')
    expect(own.map((line) => line.query ?? line.procedure)).toEqual(['libraries.list', 'libraries.list'])
  })

  test('an id that a caller may not choose is replaced, never logged', async () => {
    const { call, logs } = await open()
    await call({ [correlationHeader]: 'x"}\n{"forged":true' }).libraries.list()
    const ids = logs().flatMap((line) => (line.procedure === undefined ? [] : [line.correlationId]))
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  })

  test('API-5.logs: a failure of the host stands in the same log', async () => {
    // Would catch: an answer 500 of which nobody finds a trace.
    const { engine, logs } = await open()
    engine.logFailure(new Error('the page could not be read'))
    expect(logs().filter(({ level }) => level === 50)).toMatchObject([
      { msg: 'the host failed', err: { type: 'Error', message: 'the page could not be read' } },
    ])
  })

  test('API-5.metrics: calls are counted by procedure, door and outcome', async () => {
    const { engine, call } = await open()
    await call().libraries.list()
    await call()
      .libraries.get({ library: 'none' })
      .catch(() => undefined)
    const text = await engine.metrics()
    expect(text).toContain('diwan_calls_total{procedure="libraries.list",door="direct",outcome="ok"} 1')
    expect(text).toContain('diwan_calls_total{procedure="libraries.get",door="direct",outcome="LIBRARY_NOT_FOUND"} 1')
    expect(text).toContain('diwan_store_query_seconds_count{query="libraries.list"} 1')
  })

  test('API-5.health: every part answers, and a key that lies in a file is said', async () => {
    const { call } = await open()
    expect(await call().health.get()).toEqual({
      status: 'healthy',
      version: '0.0.0-test',
      startedAt: expect.any(Number),
      dataFolder: expect.any(String),
      parts: [
        { name: 'store', status: 'healthy', notice: null, milliseconds: expect.any(Number) },
        { name: 'encryption', status: 'healthy', notice: 'KEY_IN_FILE', milliseconds: null },
        { name: 'jobs', status: 'healthy', notice: null, milliseconds: null },
        { name: 'readers', status: 'healthy', notice: null, milliseconds: null },
        { name: 'languageModel', status: 'healthy', notice: 'NO_LANGUAGE_MODEL', milliseconds: null },
        { name: 'network', status: 'healthy', notice: null, milliseconds: null },
      ],
    })
  })

  test('settings change all together or not at all, and survive a restart', async () => {
    const dataFolder = temporaryFolder()
    const first = await open({ dataFolder })
    const refused = first.call().settings.update({
      changes: [
        { setting: 'answers.passages', value: 7 },
        { setting: 'answers.passages.x', value: 1 },
      ],
    })
    await expect(refused).rejects.toMatchObject({ code: 'SETTING_INVALID', data: { setting: 'answers.passages.x' } })
    expect((await first.call().settings.get()).changed).toEqual([])
    await first.call().settings.update({ changes: [{ setting: 'answers.passages', value: 7 }] })
    await first.engine.close()
    const second = await open({ dataFolder })
    const view = await second.call().settings.get()
    expect([view.changed, view.values.answers.passages]).toEqual([['answers.passages'], 7])
    await second.call().settings.update({ changes: [{ setting: 'answers.passages', value: null }] })
    await expect(
      second.call().settings.update({ changes: [{ setting: 'answers.passage', value: null }] }),
    ).rejects.toMatchObject({ code: 'SETTING_INVALID', data: { setting: 'answers.passage' } })
    expect((await second.call().settings.get()).values.answers.passages).toBe(5)
  })

  test('originals that can not be swept are logged, and hold up neither a start nor a deletion', async () => {
    const dataFolder = temporaryFolder()
    writeFileSync(join(dataFolder, 'blobs'), 'not a folder')
    const { call, logs } = await open({ dataFolder })
    const { id } = await call().libraries.create({ name: 'docs' })
    await call().libraries.delete({ library: id })
    const warnings = () => logs().filter(({ msg }) => msg === 'originals that nothing needs were not deleted')
    await expect.poll(() => warnings().length).toBe(2)
    expect(readFileSync(join(dataFolder, 'blobs'), 'utf8')).toBe('not a folder')
  })

  // Would catch a follow-up question that silently goes to all documents.
  test('a question without libraries stays with those of its conversation; an empty list goes to all', async () => {
    const { call } = await open()
    const [one, other] = await Promise.all(['one', 'other'].map((name) => call().libraries.create({ name })))
    const ask = async (input: { conversationId?: string; libraries?: string[] }) => {
      let conversationId = ''
      for await (const event of await call().chat.ask({ question: 'Where are capybaras?', ...input })) {
        if (event.type === 'answer-start') conversationId = event.conversationId
      }
      const { conversation } = await call().chat.conversations.get({ conversationId })
      return { conversationId, libraries: conversation.libraryIds }
    }
    const { conversationId, libraries } = await ask({ libraries: ['One'] })
    expect(libraries).toEqual([one?.id])
    expect((await ask({ conversationId })).libraries).toEqual([one?.id])
    expect((await ask({ conversationId, libraries: [] })).libraries).toEqual([])
    expect((await ask({ conversationId, libraries: ['other'] })).libraries).toEqual([other?.id])
    expect((await ask({})).libraries).toEqual([])

    await call().libraries.delete({ library: 'other' })
    await expect(ask({ conversationId })).rejects.toMatchObject({ code: 'LIBRARY_NOT_FOUND' })
    expect((await call().chat.conversations.get({ conversationId })).messages).toHaveLength(8)
  })

  // Would catch a file that is filed under its neighbour's path, or under a date that belongs to none.
  test('names and dates of uploads that are not one for each file are refused', async () => {
    const { call } = await open()
    const { id: library } = await call().libraries.create({ name: 'docs' })
    const files = ['one', 'two'].map((text) => new File([text], `${text}.txt`))
    for (const uneven of [{ names: ['only.txt'] }, { names: ['a', 'b', 'c'] }, { modifiedAt: [1] }]) {
      await expect(call().documents.upload({ library, files, ...uneven })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
    }
    expect((await call().jobs.list({})).total).toBe(0)
  })

  test('one engine a folder; after closing, calls end with a typed error and the folder is free', async () => {
    const dataFolder = temporaryFolder()
    const { engine, call } = await open({ dataFolder })
    await expect(open({ dataFolder })).rejects.toThrowError(DataFolderLockedError)
    await engine.close()
    await expect(call().libraries.list()).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      data: { reason: 'closing' },
    })
    expect(readLock(dataFolder)).toBeNull()
  })

  test('a start that fails frees the folder again', async () => {
    const dataFolder = temporaryFolder()
    const first = await open({ dataFolder, passphrase: 'right' })
    await first.engine.close()
    await expect(open({ dataFolder, passphrase: 'wrong' })).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' })
    expect(readLock(dataFolder)).toBeNull()
    await open({ dataFolder, passphrase: 'right' })
  })
})
