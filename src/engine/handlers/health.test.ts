import { afterEach, expect, test, vi } from 'vitest'
import { Failure } from '../../domain/failure.ts'
import type { Store } from '../store/store.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { checkHealth, type HealthRooms } from './health.ts'

function roomsWith(read: (signal: AbortSignal | undefined) => Promise<unknown>): HealthRooms {
  const healthy = () => ({ status: 'healthy' as const, notice: null })
  return {
    store: { read: (_name: unknown, _input: unknown, signal?: AbortSignal) => read(signal) } as unknown as Store,
    telemetry: createTelemetry({ level: 'silent' }),
    jobs: { health: healthy },
    ingest: { health: () => ({ status: 'degraded', notice: 'READERS_FAILING' }) },
    net: { trouble: async () => 'CERTIFICATES_MISSING' },
    about: { version: '0', dataFolder: '/data', startedAt: 0, keyProtection: 'passphrase' },
  }
}

const outline = async (rooms: HealthRooms) => {
  const { status, parts } = await checkHealth(rooms)
  return { status, parts: parts.map((part) => `${part.name} ${part.status} ${part.notice}`) }
}

const failed = {
  status: 'unhealthy',
  parts: [
    'store unhealthy STORE_FAILED',
    'encryption healthy null',
    'jobs healthy null',
    'readers degraded READERS_FAILING',
    'languageModel healthy NO_LANGUAGE_MODEL',
    'network degraded CERTIFICATES_MISSING',
  ],
}

afterEach(() => vi.restoreAllMocks())

// Would catch a report of health that fails just when somebody needs it.
test('API-5.health: a store that fails is a part that does not work, not a failed call', async () => {
  const fault = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })
  expect(await outline(roomsWith(() => Promise.reject(fault)))).toEqual(failed)
})

test('API-5.health: a store that never answers does not work either', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort('late'))
  const hanging = new Promise<never>(() => undefined)
  const rooms = roomsWith((signal) => (signal?.aborted ? Promise.reject(signal.reason) : hanging))
  expect(await outline(rooms)).toEqual(failed)
})

test('a store that is being closed is no failure of the store', async () => {
  const closing = roomsWith(() => Promise.reject(new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })))
  await expect(checkHealth(closing)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' })
})
