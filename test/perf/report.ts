import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine, type Figure, isMet } from './figure.ts'

const verdicts = new Map([
  [true, 'met'],
  [false, 'MISSED'],
  [null, '–'],
])

function show(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value >= 1 ? value.toFixed(2) : value.toFixed(3)
}

function showTarget(target: Figure['target']): string {
  if (target === null) return '–'
  return 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`
}

export function printTable(figures: readonly Figure[]): void {
  const rows = [
    ['figure', 'value', 'unit', 'target', 'CPU', 'runs', 'verdict'],
    ...figures.map((figure) => [
      figure.name,
      show(figure.value),
      figure.unit,
      showTarget(figure.target),
      figure.cpu === null ? '–' : show(figure.cpu),
      String(figure.runs.length),
      verdicts.get(isMet(figure)) ?? '',
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

/** Writes the figures with their machine and returns the path. */
export function writeReport(figures: readonly Figure[], before: ReturnType<typeof describeMachine>): string {
  const folder = join(import.meta.dirname, '../../docs/benchmarks')
  mkdirSync(folder, { recursive: true })
  const now = new Date().toISOString()
  const path = join(folder, `${now.slice(0, 10)}.json`)
  const machine = { ...before, loadAfter: describeMachine().load }
  const content = { measuredAt: now, machine, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) }
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`)
  return path
}
