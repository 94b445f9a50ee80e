import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Figure } from './figure.ts'

const cli = join(import.meta.dirname, '../../out/node/cli.js')
const sets = join(import.meta.dirname, '../../../shared/data/retrieval')
const floors = { cranfield: 0.39, cisi: 0.35 }

const Evaluation = z.object({ scores: z.record(z.string(), z.number()) })

/** The judged sets through the command line, as a sceptic would run them: `ingest --beir`, then `eval`. */
export async function measureRetrievalFloors(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-'))
  const diwan = (...words: string[]) =>
    execFileSync(process.execPath, [cli, ...words, '--data', folder, '--json'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const figures: Figure[] = []
  for (const [name, floor] of Object.entries(floors)) {
    const set = join(sets, name)
    diwan('ingest', '--library', name, '--beir', set)
    const printed = diwan(
      ...['eval', '--library', name],
      ...['--queries', join(set, 'queries.jsonl'), '--qrels', join(set, 'qrels.tsv')],
    )
    const { scores } = Evaluation.parse(JSON.parse(printed))
    for (const [metric, target] of [
      ['ndcg@10', { atLeast: floor }],
      ['recall@100', null],
    ] as const) {
      const value = scores[metric]
      if (value === undefined) throw new Error(`eval printed no ${metric}`)
      const unit = metric === 'ndcg@10' ? 'nDCG@10' : 'recall'
      figures.push({ name: `${name} ${metric}, no model`, unit, value, target, cpu: null, runs: [value] })
    }
  }
  rmSync(folder, { recursive: true })
  return figures
}
