import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SystemCertificates } from './certificate-worker.ts'

/**
 * What Node trusts by itself and what the system's store trusts. Reading the store takes longer than the engine's thread may
 * stand still, so a thread does it.
 */
export async function readSystemCertificates(): Promise<SystemCertificates> {
  const worker = new Worker(new URL(`./certificate-worker${extname(import.meta.url)}`, import.meta.url), {
    execArgv: [],
  })
  const { promise, resolve, reject } = Promise.withResolvers<SystemCertificates>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the thread that reads certificates ended')))
  return await promise
}
