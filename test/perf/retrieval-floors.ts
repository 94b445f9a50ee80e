import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Figure } from './figure.ts'

const cli = join(import.meta.dirname, '../../out/node/cli.js')
const sets = join(import.meta.dirname, '../../../shared/data/retrieval')
const floors = { cranfield: 0.39, cisi: 0.35 }

const Evaluation = z.object({ scores: z.record(z.string(), z.number()) })

/** The judged sets through the command line, as a sceptic would run them: `ingest --beir`, then `eval`, also more broadly. */
export async function measureRetrievalFloors(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-'))
  const broadly = join(folder, 'broadly.json')
  writeFileSync(broadly, JSON.stringify({ broad: true }))
  const diwan = (...words: string[]) =>
    execFileSync(process.execPath, [cli, ...words, '--data', join(folder, 'data'), '--json'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const figures: Figure[] = []
  for (const [name, floor] of Object.entries(floors)) {
    const set = join(sets, name)
    diwan('ingest', '--library', name, '--beir', set)
    const evaluate = (...settings: string[]) => {
      const judged = ['--queries', join(set, 'queries.jsonl'), '--qrels', join(set, 'qrels.tsv')]
      const { scores } = Evaluation.parse(JSON.parse(diwan('eval', '--library', name, ...judged, ...settings)))
      return (metric: string) => {
        const value = scores[metric]
        if (value === undefined) throw new Error(`eval printed no ${metric}`)
        return value
      }
    }
    const usual = evaluate()
    const broad = evaluate('--settings', broadly)
    const found = usual('recall@100')
    figures.push(
      figureOf(`${name} ndcg@10, no model`, 'nDCG@10', { value: usual('ndcg@10'), target: { atLeast: floor } }),
      figureOf(`${name} recall@100, no model`, 'recall', { value: found, target: null }),
      figureOf(`${name} recall@100, more broadly`, 'recall', {
        value: broad('recall@100'),
        target: { atLeast: found },
      }),
    )
  }
  rmSync(folder, { recursive: true })
  return figures
}

function figureOf(name: string, unit: Figure['unit'], { value, target }: Pick<Figure, 'value' | 'target'>): Figure {
  return { name, unit, value, target, cpu: null, runs: [value] }
}
