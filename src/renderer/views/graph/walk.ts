import type { Relation } from '../../../contract/graph.ts'
import type { Layout, Point } from './compute-layout.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

const ahead: Record<Direction, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** What stands with an entity, by its id. */
export type Neighbours = ReadonlyMap<string, ReadonlySet<string>>

export function neighboursOf(relations: readonly Relation[]): Neighbours {
  const found = new Map<string, Set<string>>()
  const add = (one: string, other: string) => found.set(one, (found.get(one) ?? new Set()).add(other))
  for (const { from, to } of relations) {
    add(from, to)
    add(to, from)
  }
  return found
}

/**
 * The entity that an arrow key leads to: the nearest in that direction among what stands with the one it is at; with none
 * there, the nearest of all, so that every entity can be reached. Null at the edge.
 */
export function walk(
  layout: Layout,
  neighbours: Neighbours,
  { from, direction }: { from: string; direction: Direction },
): string | null {
  const joined = neighbours.get(from) ?? new Set()
  const others = [...layout.keys()].filter((id) => id !== from)
  return (
    nearest(
      layout,
      others.filter((id) => joined.has(id)),
      { from, direction },
    ) ?? nearest(layout, others, { from, direction })
  )
}

function nearest(
  layout: Layout,
  candidates: readonly string[],
  { from, direction }: { from: string; direction: Direction },
): string | null {
  const start = layout.get(from)
  if (start === undefined) return null
  const way = ahead[direction]
  let best: { id: string; cost: number } | null = null
  for (const id of candidates) {
    const point = layout.get(id)
    if (point === undefined) continue
    const [x, y] = [point.x - start.x, point.y - start.y]
    const along = x * way.x + y * way.y
    const aside = Math.abs(x * way.y) + Math.abs(y * way.x)
    // Within 45 degrees of the way.
    if (along <= 0 || aside > along) continue
    const cost = along + 2 * aside
    if (best === null || cost < best.cost) best = { id, cost }
  }
  return best?.id ?? null
}
