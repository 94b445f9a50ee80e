import type { Entity } from '../../../contract/graph.ts'
import type { Label, Sign } from './choose-labels.ts'
import type { Layout } from './compute-layout.ts'
import { radiusOf, signScale } from './node-size.ts'
import { labelWidth, shorten } from './text-width.ts'

/** The names of entities as they are written below their signs, and the signs; of those that have a place. */
export function toLabels(
  entities: readonly Entity[],
  layout: Layout,
  scale: number,
): { labels: Label[]; signs: Sign[] } {
  const placed = entities.flatMap((entity) => {
    const at = layout.get(entity.id)
    return at === undefined ? [] : [{ entity, at, radius: radiusOf(entity) * signScale(scale) }]
  })
  return {
    labels: placed.map(({ entity, at, radius }) => ({
      id: entity.id,
      at,
      width: labelWidth(shorten(entity.name)),
      drop: radius + 2,
    })),
    signs: placed.map(({ at, radius }) => ({ at, radius })),
  }
}
