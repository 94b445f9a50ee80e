import { memo } from 'react'
import type { Relation } from '../../../contract/graph.ts'
import type { Layout } from './compute-layout.ts'

/** Widths of lines in pixels, for the weakest third of relations to the strongest. */
const widths = [0.6, 1.1, 1.9]

type GraphLinksProps = { relations: readonly Relation[]; layout: Layout }

/** All lines in a few paths, because a thousand elements would be slow to move. */
export const GraphLinks = memo(function GraphLinks({ relations, layout }: GraphLinksProps) {
  const heaviest = Math.max(1, ...relations.map(({ weight }) => weight))
  const bands = new Map<string, { said: boolean; band: number; d: string }>()
  for (const relation of relations) {
    const line = lineOf(relation, layout)
    if (line === null) continue
    const said = relation.label !== null
    const band = Math.min(2, Math.floor((Math.log1p(relation.weight) / Math.log1p(heaviest)) * 3))
    const key = `${said} ${band}`
    const { d } = bands.get(key) ?? { d: '' }
    bands.set(key, { said, band, d: `${d}${line}` })
  }
  return (
    <g>
      {[...bands].map(([key, { said, band, d }]) => (
        <path
          key={key}
          d={d}
          className={said ? 'graph-link graph-link-said' : 'graph-link'}
          strokeWidth={widths[band]}
          strokeOpacity={said ? 0.65 : 0.4}
        />
      ))}
    </g>
  )
})

/** The line of a relation as a part of a path; null while one of its ends has no place yet. */
export function lineOf({ from, to }: Pick<Relation, 'from' | 'to'>, layout: Layout): string | null {
  const [a, b] = [layout.get(from), layout.get(to)]
  if (a === undefined || b === undefined) return null
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`
}
