import { afterAll, afterEach, beforeAll } from 'vitest'
import { Settings } from '../../../src/contract/settings.ts'
import { type GenerationRooms, openGenerationRooms } from './generation-rooms.ts'

/**
 * The rooms that hand out language models, for all tests of a file. After each test its providers and its budget are gone, settings are as in a new installation, and
 * `waits` is empty; the ledger stays.
 */
export function shareGenerationRooms(): () => GenerationRooms {
  let shared: (GenerationRooms & AsyncDisposable) | null = null
  beforeAll(async () => {
    shared = await openGenerationRooms()
  })
  afterAll(() => shared?.[Symbol.asyncDispose]())
  afterEach(async () => {
    if (shared === null) return
    for (const { name } of await shared.providers.list()) await shared.providers.remove(name)
    await shared.removeBudget()
    Object.assign(shared.settings, Settings.parse({}))
    shared.waits.length = 0
  })
  return () => {
    if (shared === null) throw new Error('the rooms are there while a test runs')
    return shared
  }
}
