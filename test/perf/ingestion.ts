import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTextGenerator } from '../support/generated-text.ts'
import { type Figure, median } from './figure.ts'
import { startHost } from './host-process.ts'
import { createLibrary, importFolder } from './import-folder.ts'
import type { Hold } from './watch-holds.ts'

const files = 1_000
const bytesPerFile = 2_048
const textBytes = 10_000_000
const runs = 3

export async function measureIngestion(): Promise<Figure[]> {
  return [...(await measureManyFiles()), await measureLongestHold()]
}

/** A folder of Markdown files of 2 KB through the built host, import to the end of the job, and the host's peak memory. */
async function measureManyFiles(): Promise<Figure[]> {
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
    await createLibrary(host)
    const job = await importFolder(host, source)
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

/** What takes over 10 ms of processor time belongs into a worker: while the engine's own thread has it, every call waits. */
async function measureLongestHold(): Promise<Figure> {
  const source = mkdtempSync(join(tmpdir(), 'diwan-bench-text-'))
  writeText(join(source, 'long.txt'))
  const longest: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-'))
    const holdsFile = join(folder, 'holds.jsonl')
    const host = await startHost(folder, { holdsFile })
    // A procedure's first call loads what it needs, which is no part of ingestion.
    await createLibrary(host)
    const start = Date.now()
    const job = await importFolder(host, source)
    const end = Date.now()
    if (job.progress.ready !== 1) throw new Error('the text did not become ready')
    await host.stop()
    const holds = readFileSync(holdsFile, 'utf8').trim().split('\n')
    const during = holds.map((line) => JSON.parse(line) as Hold).filter(({ at }) => at >= start && at <= end)
    longest.push(Math.max(...during.map(({ milliseconds }) => milliseconds)))
    rmSync(folder, { recursive: true })
  }
  rmSync(source, { recursive: true })
  return {
    name: "longest hold of the engine's thread, text of 10 MB",
    unit: 'ms',
    value: Math.max(...longest),
    target: { atMost: 10 },
    cpu: Math.max(...longest),
    runs: longest,
  }
}

function writeText(path: string): void {
  const nextText = createTextGenerator({ seed: 2, words: 2_000 })
  const parts: string[] = []
  for (let length = 0; length < textBytes; length += parts.at(-1)?.length ?? 0) parts.push(`${nextText()}\n\n`)
  writeFileSync(path, parts.join(''))
}

function writeMarkdownFiles(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const nextText = createTextGenerator({ seed: 1, words: 400 })
  for (let index = 0; index < files; index += 1) {
    const body = nextText().slice(0, bytesPerFile - 32)
    writeFileSync(join(folder, `note-${index}.md`), `# Note ${index}\n\n${body}\n`)
  }
}
