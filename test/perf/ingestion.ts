import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '../../src/contract/jobs.ts'
import { createTextGenerator } from '../support/generated-text.ts'
import { type Figure, median } from './figure.ts'
import { startHost } from './host-process.ts'

const files = 1_000
const bytesPerFile = 2_048
const runs = 3

/** A folder of Markdown files of 2 KB through the built host, import to the end of the job, and the host's peak memory. */
export async function measureIngestion(): Promise<Figure[]> {
  const source = mkdtempSync(join(tmpdir(), 'diwan-bench-files-'))
  writeMarkdownFiles(source)
  const seconds: number[] = []
  const cpuSeconds: number[] = []
  const megabytes: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-'))
    const host = await startHost(folder)
    const before = host.usage().cpuSeconds
    const start = performance.now()
    await host.call('/libraries', { method: 'POST', body: JSON.stringify({ name: 'bench' }) })
    let job = await host.call<Job>('/libraries/bench/imports', {
      method: 'POST',
      body: JSON.stringify({ paths: [source] }),
    })
    while (job.state === 'queued' || job.state === 'running') {
      await wait(50)
      job = await host.call<Job>(`/jobs/${job.id}`)
    }
    seconds.push((performance.now() - start) / 1000)
    if (job.progress.ready !== files) throw new Error(`${job.progress.ready} of ${files} files became ready`)
    const { cpuSeconds: after, peakMegabytes } = host.usage()
    cpuSeconds.push(after - before)
    megabytes.push(peakMegabytes)
    await host.stop()
    rmSync(folder, { recursive: true })
  }
  rmSync(source, { recursive: true })
  return [
    {
      name: '1,000 Markdown files of 2 KB',
      unit: 's',
      value: median(seconds),
      target: { atMost: 20 },
      cpu: median(cpuSeconds),
      runs: seconds,
    },
    {
      name: 'peak memory of that',
      unit: 'MB',
      value: Math.max(...megabytes),
      target: { atMost: 400 },
      cpu: null,
      runs: megabytes,
    },
  ]
}

function writeMarkdownFiles(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const nextText = createTextGenerator({ seed: 1, words: 400 })
  for (let index = 0; index < files; index += 1) {
    const body = nextText().slice(0, bytesPerFile - 32)
    writeFileSync(join(folder, `note-${index}.md`), `# Note ${index}\n\n${body}\n`)
  }
}
