import type { Health, HealthPart, HealthStatus } from '../../contract/health.ts'
import { isFailure } from '../../domain/failure.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

/** A database slower than this is degraded (API-5). */
const slowStoreMilliseconds = 1_000

export type HealthRooms = Pick<Rooms, 'store' | 'telemetry' | 'about'> & {
  jobs: Pick<Rooms['jobs'], 'health'>
  ingest: Pick<Rooms['ingest'], 'health'>
  net: Pick<Rooms['net'], 'trouble'>
}

const keyNotices = { file: 'KEY_IN_FILE', passphrase: null, 'secret-store': null } as const

/** One that has not answered by then does not work, as far as anyone can tell. */
const storeTimeoutMs = 5_000

async function storePart({ store, telemetry }: HealthRooms): Promise<HealthPart> {
  const start = performance.now()
  try {
    await store.read('maintenance.ping', null, AbortSignal.timeout(storeTimeoutMs))
  } catch (error) {
    // The engine is closing, which is not the store's failure.
    if (isFailure(error)) throw error
    telemetry.log.error({ err: error }, 'the store does not answer')
    return { name: 'store', status: 'unhealthy', notice: 'STORE_FAILED', milliseconds: performance.now() - start }
  }
  const milliseconds = performance.now() - start
  const slow = milliseconds > slowStoreMilliseconds
  return { name: 'store', status: slow ? 'degraded' : 'healthy', notice: slow ? 'STORE_SLOW' : null, milliseconds }
}

async function networkPart({ net, telemetry }: HealthRooms): Promise<HealthPart> {
  try {
    const notice = await net.trouble()
    return { name: 'network', status: notice === null ? 'healthy' : 'degraded', notice, milliseconds: null }
  } catch (error) {
    if (isFailure(error)) throw error
    // Its settings lie in the store, which is a part of its own.
    telemetry.log.error({ err: error }, 'the state of the network is not known')
    return { name: 'network', status: 'degraded', notice: 'NETWORK_UNKNOWN', milliseconds: null }
  }
}

function worst(parts: readonly HealthPart[]): HealthStatus {
  if (parts.some((part) => part.status === 'unhealthy')) return 'unhealthy'
  return parts.some((part) => part.status === 'degraded') ? 'degraded' : 'healthy'
}

export async function checkHealth(rooms: HealthRooms): Promise<Health> {
  const { about, jobs, ingest } = rooms
  const parts: HealthPart[] = [
    await storePart(rooms),
    { name: 'encryption', status: 'healthy', notice: keyNotices[about.keyProtection], milliseconds: null },
    { name: 'jobs', ...jobs.health(), milliseconds: null },
    { name: 'readers', ...ingest.health(), milliseconds: null },
    // Answering without a model is what this version does; the notice lets the page say so.
    { name: 'languageModel', status: 'healthy', notice: 'NO_LANGUAGE_MODEL', milliseconds: null },
    await networkPart(rooms),
  ]
  const { version, startedAt, dataFolder } = about
  return { status: worst(parts), version, startedAt, dataFolder, parts }
}

export function healthHandlers(procedures: Procedures, rooms: Rooms) {
  return {
    ping: procedures.health.ping.handler(() => ({ now: Date.now() })),
    get: procedures.health.get.handler(() => checkHealth(rooms)),
  }
}
