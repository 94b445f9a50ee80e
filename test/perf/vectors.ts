import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IndexState } from '../../src/engine/vectors/vectors.ts'
import { type Figure, median, percentile } from './figure.ts'
import { hnswlibFigures } from './hnswlib.ts'
import { measureProcess } from './measure-process.ts'

/** What a process of vectors-process.ts tells. */
export type VectorsMeasure = {
  /** From opening to the first answer, with the processor time. */
  openMs: number
  openCpuMs: number
  /** Until everything was in the index and on disk, with the processor time. */
  settledSeconds: number
  cpuSeconds: number
  /** Resident memory that the open index takes, and the most that the process ever took. */
  memoryMegabytes: number
  peakMegabytes: number
  searchMs: number[]
  searchCpuMs: number[]
  /** Chunks found, of each question. */
  found: number[][]
  state: IndexState
}

const script = join(import.meta.dirname, 'vectors-process.ts')
const opens = 3

/**
 * An index of 100,000 vectors of 384 dimensions, beside a scan and hnswlib-node (where it is installed in `peers`) on the
 * same: what each finds, how soon, and what it takes.
 * `npm run bench -- --only vectors`; with DIWAN_BENCH_VECTORS=1000000 that many.
 */
export async function vectorFigures(): Promise<Figure[]> {
  const count = Number(process.env.DIWAN_BENCH_VECTORS ?? 100_000)
  const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-vectors-'))
  try {
    const made = await measure([folder, String(count), 'make'])
    const opened: VectorsMeasure[] = []
    for (let round = 0; round < opens; round++) opened.push(await measure([folder, String(count), 'open']))
    const bytes = filesIn(join(folder, 'vectors')).reduce((sum, path) => sum + statSync(path).size, 0)
    // Its folder is another: below the graph's number an index deletes its files.
    const scanned = await measure([join(folder, 'scan'), String(count), 'scan'])
    const recallOfPeer = (found: number[][]) => recallOf(found, scanned.found)
    return [
      ...figuresOf({ count, made, opened, scanned, megabytes: bytes / 2 ** 20 }),
      ...(await hnswlibFigures({ folder, count, recallOf: recallOfPeer })),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function figuresOf(measured: {
  count: number
  made: VectorsMeasure
  opened: VectorsMeasure[]
  scanned: VectorsMeasure
  megabytes: number
}): Figure[] {
  const { count, made, opened, scanned, megabytes } = measured
  const isUsual = count === 100_000
  const of = (name: string) => `vectors, ${count.toLocaleString('en')} × 384: ${name}`
  const figure = (name: string, unit: Figure['unit'], runs: number[], target: Figure['target'] = null): Figure => ({
    name: of(name),
    unit,
    value: median(runs),
    target: isUsual ? target : null,
    cpu: null,
    runs,
  })
  const searches = opened.flatMap(({ searchMs }) => searchMs)
  const recalls = opened.map(({ found }) => recallOf(found, scanned.found))
  return [
    { ...figure('recall@10 of the graph', 'recall', recalls), target: { atLeast: 0.99 } },
    {
      ...figure(
        'open and first answer',
        'ms',
        opened.map(({ openMs }) => openMs),
        { atMost: 500 },
      ),
      cpu: median(opened.map(({ openCpuMs }) => openCpuMs)),
    },
    figure(
      'memory of the index',
      'MB',
      opened.map(({ memoryMegabytes }) => memoryMegabytes),
      { atMost: 130 },
    ),
    { ...figure('graph, search p50', 'ms', searches), cpu: median(opened.flatMap(({ searchCpuMs }) => searchCpuMs)) },
    { ...figure('graph, search p95', 'ms', searches), value: percentile(searches, 95) },
    { ...figure('scan, search p50', 'ms', scanned.searchMs), cpu: median(scanned.searchCpuMs) },
    { ...figure('make and save', 's', [made.settledSeconds]), cpu: made.cpuSeconds },
    { ...figure('most memory while making', 'MB', [made.peakMegabytes], null), target: { atMost: 1_600 } },
    figure('files', 'MB', [megabytes]),
    figure('memory of the scan', 'MB', [scanned.memoryMegabytes]),
  ]
}

/** The part of the true neighbours that was found. */
function recallOf(found: number[][], truth: number[][]): number {
  const hits = truth.map((ids, question) => ids.filter((id) => found[question]?.includes(id)).length)
  return hits.reduce((sum, value) => sum + value, 0) / truth.flat().length
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

const measure = (args: string[]) => measureProcess<VectorsMeasure>(script, args)
