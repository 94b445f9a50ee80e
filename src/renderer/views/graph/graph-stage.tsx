import { Maximize, Minus, Plus } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, type SyntheticEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GraphPicture } from '../../../contract/graph.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { chooseLabels } from './choose-labels.ts'
import type { Layout } from './compute-layout.ts'
import { describeEntity } from './describe-entity.ts'
import { GraphLinks } from './graph-links.tsx'
import { GraphNode } from './graph-node.tsx'
import { LitPart } from './lit-part.tsx'
import { toLabels } from './name-labels.ts'
import { signScale } from './node-size.ts'
import { useViewport } from './use-viewport.ts'
import { type Direction, neighboursOf, walk } from './walk.ts'

const zoomStep = 1.3
const panStep = 60

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const ways: Record<Direction, { x: number; y: number }> = {
  left: { x: panStep, y: 0 },
  right: { x: -panStep, y: 0 },
  up: { x: 0, y: panStep },
  down: { x: 0, y: -panStep },
}

type GraphStageProps = {
  picture: GraphPicture
  layout: Layout
  /** Whether the layout is that of this picture, and not of the one before. */
  isSettled: boolean
  chosen: string | null
  onChoose(entityId: string | null): void
}

/** The picture: zoomed and moved by wheel, pointer, fingers and keys; one entity at a time is lit with what it stands with. */
export function GraphStage({ picture, layout, isSettled, chosen, onChoose }: GraphStageProps) {
  const { t } = useTranslation()
  const hintId = useId()
  const element = useRef<SVGSVGElement>(null)
  const [near, setNear] = useState<string | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const { viewport, wasDragged, zoom, move, showAll, follow, pointerHandlers } = useViewport(element, layout)
  const { entities, relations } = picture
  const neighbours = useMemo(() => neighboursOf(relations), [relations])
  // In steps, so that the names are not chosen anew at every turn of the wheel.
  const labelScale = 2 ** (Math.round(Math.log2(viewport.scale) * 4) / 4)
  const labelled = useMemo(() => {
    const { labels, signs } = toLabels(entities, layout, labelScale)
    return chooseLabels(labels, signs, labelScale)
  }, [layout, entities, labelScale])
  const candidates = [near, focused, chosen]
  const lit = candidates.find((id): id is string => id !== null && layout.has(id)) ?? null
  const reached =
    focused !== null && layout.has(focused) ? focused : (entities.find(({ id }) => layout.has(id))?.id ?? null)

  const focus = (id: string) => {
    const point = layout.get(id)
    if (point !== undefined) follow(point)
    element.current?.querySelector<SVGElement>(`[data-entity="${id}"]`)?.focus({ preventScroll: true })
  }
  const press = (event: KeyboardEvent) => {
    const id = entityAt(event)
    const direction = arrows[event.key]
    if (direction !== undefined && event.shiftKey) move(ways[direction])
    else if (direction !== undefined && id !== null) {
      const next = walk(layout, neighbours, { from: id, direction })
      if (next !== null) focus(next)
    } else if (event.key === '+' || event.key === '=') zoom(zoomStep)
    else if (event.key === '-') zoom(1 / zoomStep)
    else if (event.key === '0') showAll()
    else if (event.key === 'Home' && entities[0] !== undefined) focus(entities[0].id)
    else if ((event.key === 'Enter' || event.key === ' ') && id !== null) onChoose(id)
    else if (event.key === 'Escape' && chosen !== null) onChoose(null)
    else return
    event.preventDefault()
  }
  return (
    <div className="relative min-h-0 min-w-0 flex-1 overflow-hidden">
      <p id={hintId} className="sr-only">
        {t('graph.keys')}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG that groups buttons */}
      <svg
        ref={element}
        role="group"
        aria-label={t('graph.picture')}
        aria-describedby={hintId}
        aria-busy={!isSettled}
        className="graph-stage block size-full animate-rise cursor-grab active:cursor-grabbing"
        style={{ '--scale': viewport.scale, '--sign': signScale(viewport.scale) } as CSSProperties}
        onClick={(event) => {
          // A screen reader presses without a pointer.
          if (event.detail === 0 || !wasDragged()) onChoose(entityAt(event))
        }}
        onKeyDown={press}
        onFocus={(event) => setFocused(event.target.matches(':focus-visible') ? entityAt(event) : null)}
        onBlur={() => setFocused(null)}
        onPointerOver={(event) => setNear(event.pointerType === 'mouse' ? entityAt(event) : null)}
        onPointerLeave={() => setNear(null)}
        {...pointerHandlers}
      >
        <g transform={`translate(${viewport.left} ${viewport.top}) scale(${viewport.scale})`}>
          <g className={lit === null ? '' : 'graph-faded'}>
            <GraphLinks relations={relations} layout={layout} />
            {entities.map((entity) => {
              const at = layout.get(entity.id)
              if (at === undefined) return null
              return (
                <GraphNode
                  key={entity.id}
                  entity={entity}
                  at={at}
                  description={describeEntity(t, entity, neighbours.get(entity.id)?.size ?? 0)}
                  isChosen={entity.id === chosen}
                  isReached={entity.id === reached}
                  hasLabel={labelled.has(entity.id)}
                />
              )
            })}
          </g>
          {lit === null ? null : <LitPart picture={picture} layout={layout} id={lit} scale={labelScale} />}
        </g>
      </svg>
      <div className="absolute end-3 bottom-3 flex flex-col rounded-md border border-line bg-raised p-0.5">
        <StageButton label={t('graph.zoomIn')} keys="+" icon={<Plus />} onPress={() => zoom(zoomStep)} />
        <StageButton label={t('graph.zoomOut')} keys="-" icon={<Minus />} onPress={() => zoom(1 / zoomStep)} />
        <StageButton label={t('graph.showAll')} keys="0" icon={<Maximize />} onPress={showAll} />
      </div>
    </div>
  )
}

type StageButtonProps = { label: string; keys: string; icon: React.ReactNode; onPress(): void }

function StageButton({ label, keys, icon, onPress }: StageButtonProps) {
  return (
    <Tooltip label={label} keys={keys} side="left">
      <Button look="quiet" size="icon-small" aria-label={label} onClick={onPress}>
        {icon}
      </Button>
    </Tooltip>
  )
}

function entityAt({ target }: SyntheticEvent): string | null {
  return target instanceof Element ? (target.closest('[data-entity]')?.getAttribute('data-entity') ?? null) : null
}
