import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '../../src/contract/jobs.ts'
import { type HostProcess, startHost } from './host-process.ts'

export async function createLibrary(host: HostProcess): Promise<void> {
  await host.call('/libraries', { method: 'POST', body: JSON.stringify({ name: 'bench' }) })
}

/** Imports a folder into the library `bench`; answers when the job has ended. */
export async function importFolder(host: HostProcess, source: string): Promise<Job> {
  let job = await host.call<Job>('/libraries/bench/imports', {
    method: 'POST',
    body: JSON.stringify({ paths: [source] }),
  })
  while (job.state === 'queued' || job.state === 'running') {
    await wait(50)
    job = await host.call<Job>(`/jobs/${job.id}`)
  }
  return job
}

export type MeasuredImport = { job: Job; seconds: number; cpuSeconds: number; peakMegabytes: number; chunks: number }

/** Imports a folder through a built host on a data folder of its own. */
export async function measureImport(source: string): Promise<MeasuredImport> {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-'))
  const host = await startHost(folder)
  try {
    await createLibrary(host)
    const before = host.usage().cpuSeconds
    const start = performance.now()
    const job = await importFolder(host, source)
    const seconds = (performance.now() - start) / 1_000
    const { cpuSeconds, peakMegabytes } = host.usage()
    const { chunks } = await host.call<{ chunks: number }>('/libraries/bench')
    return { job, seconds, cpuSeconds: cpuSeconds - before, peakMegabytes, chunks }
  } finally {
    await host.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
