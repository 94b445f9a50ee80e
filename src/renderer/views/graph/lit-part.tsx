import { useMemo } from 'react'
import type { GraphPicture, Relation } from '../../../contract/graph.ts'
import { chooseLabels, type Label } from './choose-labels.ts'
import type { Layout } from './compute-layout.ts'
import { lineOf } from './graph-links.tsx'
import { EntitySign, NodeLabel } from './graph-node.tsx'
import { toLabels } from './name-labels.ts'
import { labelWidth, shorten } from './text-width.ts'

const nearOther = 0.6

type LitPartProps = { picture: GraphPicture; layout: Layout; id: string; scale: number }

/** One entity with what stands with it, drawn over the picture, which is faded meanwhile. */
export function LitPart({ picture, layout, id, scale }: LitPartProps) {
  const relations = useMemo(() => picture.relations.filter(({ from, to }) => from === id || to === id), [picture, id])
  const entities = useMemo(() => {
    const near = new Set(relations.flatMap(({ from, to }) => [from, to]))
    return picture.entities.filter((entity) => entity.id !== id && near.has(entity.id))
  }, [picture, relations, id])
  const self = picture.entities.find((entity) => entity.id === id)
  const all = self === undefined ? entities : [self, ...entities]
  const said = useMemo(() => placeSaid(relations, layout, id), [relations, layout, id])
  const { labels, signs } = toLabels(all, layout, scale)
  const labelled = chooseLabels([...labels.slice(0, 1), ...said, ...labels.slice(1)], signs, scale)
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused
    <g aria-hidden="true" pointerEvents="none">
      <path
        d={relations.map((relation) => lineOf(relation, layout) ?? '').join('')}
        className="graph-link graph-link-lit"
        strokeWidth={1.4}
      />
      {all.toReversed().map((entity) => (
        <g key={entity.id} transform={translation(layout, entity.id)}>
          <g className="graph-unscaled">
            <EntitySign entity={entity} isRinged={entity.id === id} />
            {entity.id === id || labelled.has(entity.id) ? (
              <NodeLabel entity={entity} isLit={entity.id === id} />
            ) : null}
          </g>
        </g>
      ))}
      {said.map(({ id: relation, text, at }) =>
        labelled.has(relation) ? (
          <g key={relation} transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`}>
            <text className="graph-unscaled graph-label graph-label-said" y={4}>
              {text}
            </text>
          </g>
        ) : null,
      )}
    </g>
  )
}

type Said = Label & { text: string }

/** What the text says, on the lines, nearer to the other end: at the one they all meet. */
function placeSaid(relations: readonly Relation[], layout: Layout, id: string): readonly Said[] {
  return relations.flatMap(({ from, to, label }) => {
    const [self, other] = [layout.get(id), layout.get(from === id ? to : from)]
    if (label === null || self === undefined || other === undefined) return []
    const at = { x: self.x + (other.x - self.x) * nearOther, y: self.y + (other.y - self.y) * nearOther }
    const text = shorten(label)
    return [{ id: `${from} ${to}`, at, text, width: labelWidth(text), drop: -10 }]
  })
}

function translation(layout: Layout, id: string): string {
  const { x, y } = layout.get(id) ?? { x: 0, y: 0 }
  return `translate(${x.toFixed(1)} ${y.toFixed(1)})`
}
