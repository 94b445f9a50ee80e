import { memo } from 'react'
import type { Entity } from '../../../contract/graph.ts'
import type { Point } from './compute-layout.ts'
import { KindOutline } from './kind-sign.tsx'
import { radiusOf } from './node-size.ts'
import { shorten } from './text-width.ts'

/** What a finger can meet, in pixels from the middle. */
const leastTouch = 13

type GraphNodeProps = {
  entity: Entity
  at: Point
  description: string
  isChosen: boolean
  /** Whether the tab key reaches it: one of all; arrows go on from there. */
  isReached: boolean
  hasLabel: boolean
}

/** An entity in the picture. What happens to it is heard by the picture, so that a thousand listeners are one. */
export const GraphNode = memo(function GraphNode(props: GraphNodeProps) {
  const { entity, at, description, isChosen, isReached, hasLabel } = props
  const radius = radiusOf(entity)
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button of its own
    <g
      role="button"
      tabIndex={isReached ? 0 : -1}
      data-entity={entity.id}
      aria-label={description}
      aria-pressed={isChosen}
      className="graph-node"
      transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`}
    >
      <g className="graph-unscaled">
        <circle r={Math.max(leastTouch, radius + 3)} fill="transparent" />
        <KindOutline kind={entity.kind} radius={radius} />
        <circle r={radius + 5} className={isChosen ? 'graph-ring graph-ring-shown' : 'graph-ring'} />
        {hasLabel ? <NodeLabel entity={entity} /> : null}
      </g>
    </g>
  )
})

export function NodeLabel({ entity, isLit = false }: { entity: Entity; isLit?: boolean }) {
  return (
    <text y={radiusOf(entity) + 14} className={isLit ? 'graph-label graph-label-lit' : 'graph-label'}>
      {shorten(entity.name)}
    </text>
  )
}
