import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, median } from './figure.ts'
import { measureProcess } from './measure-process.ts'

/** What a process of hnswlib-process.ts tells. `seconds`: until it can be asked, with the processor time. */
export type PeerMeasure = {
  seconds: number
  cpuSeconds: number
  memoryMegabytes: number
  searchMs: number[]
  searchCpuMs: number[]
  found: number[][]
}

const script = join(import.meta.dirname, 'hnswlib-process.ts')
/** It holds the vectors in 32 bits and all of them at once: a million take this machine's memory. */
const mostVectors = 200_000

/**
 * The same vectors in hnswlib-node, which Diwan does not use (docs/decisions/2026-11-21-vectors.md): no figures where it is not
 * installed.
 */
export async function hnswlibFigures(options: {
  folder: string
  count: number
  recallOf: (found: number[][]) => number
}): Promise<Figure[]> {
  const { folder, count, recallOf } = options
  if (!existsSync(join(import.meta.dirname, 'peers/node_modules/hnswlib-node'))) {
    console.error('without hnswlib-node: npm install --prefix test/perf/peers --no-package-lock')
    return []
  }
  if (count > mostVectors) return []
  const made = await measureProcess<PeerMeasure>(script, [folder, String(count), 'make'])
  const opened = await measureProcess<PeerMeasure>(script, [folder, String(count), 'open'])
  const figure = (name: string, unit: Figure['unit'], runs: number[], cpu: number | null = null): Figure => ({
    name: `vectors, ${count.toLocaleString('en')} × 384: hnswlib-node, ${name}`,
    unit,
    value: median(runs),
    target: null,
    cpu,
    runs,
  })
  return [
    figure('recall@10', 'recall', [recallOf(opened.found)]),
    figure('open', 'ms', [opened.seconds * 1000], opened.cpuSeconds * 1000),
    figure('memory', 'MB', [opened.memoryMegabytes]),
    figure('search p50', 'ms', opened.searchMs, median(opened.searchCpuMs)),
    figure('make and save', 's', [made.seconds], made.cpuSeconds),
    figure('files', 'MB', [statSync(join(folder, 'hnswlib')).size / 2 ** 20]),
  ]
}
