import { type CSSProperties, memo } from 'react'
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
        <EntitySign entity={entity} isRinged={isChosen} />
        {hasLabel ? <NodeLabel entity={entity} /> : null}
      </g>
    </g>
  )
})

/** The sign of an entity, with the ring that the focus and the choice show. */
export function EntitySign({ entity, isRinged }: { entity: Entity; isRinged: boolean }) {
  const radius = radiusOf(entity)
  return (
    <g className="graph-sized">
      <KindOutline kind={entity.kind} radius={radius} />
      <circle r={radius + 5} className={isRinged ? 'graph-ring graph-ring-shown' : 'graph-ring'} />
    </g>
  )
}

export function NodeLabel({ entity, isLit = false }: { entity: Entity; isLit?: boolean }) {
  const radius = radiusOf(entity)
  return (
    <text
      y={radius + 14}
      className={isLit ? 'graph-below graph-label graph-label-lit' : 'graph-below graph-label'}
      style={{ '--radius': `${radius}px` } as CSSProperties}
    >
      {shorten(entity.name)}
    </text>
  )
}
