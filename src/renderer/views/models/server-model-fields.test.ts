import { expect, test } from 'vitest'
import { emptyDraft, parseServerModel, withRuntime } from './server-model-fields.ts'

test('what is typed of a server’s model becomes what the engine takes, or names the fields that are wrong', () => {
  // Would catch: a price a thousand times too small, an empty key that is sent as one, an address that is none.
  const sound = { ...emptyDraft, name: ' nomic-embed-text ', price: '0,02' }
  expect(parseServerModel(sound)).toEqual({
    model: {
      modelId: 'ollama/nomic-embed-text',
      kind: 'embedding',
      runtime: 'ollama',
      url: 'http://127.0.0.1:11434',
      name: 'nomic-embed-text',
      inputPrice: 20_000_000,
    },
    problems: [],
  })
  expect(parseServerModel({ ...sound, key: 'k', price: '', modelId: 'mine' }).model).toMatchObject({
    key: 'k',
    modelId: 'mine',
  })
  const wrong = { ...emptyDraft, url: 'ftp://here', modelId: ' /x', price: '-1' }
  expect(parseServerModel(wrong).problems).toEqual(['url', 'name', 'modelId', 'price'])
})

test('another protocol brings its usual address, but not over one that was typed', () => {
  // Would catch: an address of a person’s own that is lost when the protocol is chosen after it.
  expect([
    withRuntime(emptyDraft, 'gemini').url,
    withRuntime({ ...emptyDraft, url: 'http://box.local:8080' }, 'gemini').url,
  ]).toEqual(['https://generativelanguage.googleapis.com', 'http://box.local:8080'])
})
