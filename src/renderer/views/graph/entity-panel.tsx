import { Crosshair, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, GraphPicture } from '../../../contract/graph.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { KindSign } from './kind-sign.tsx'
import { MentionList } from './mention-list.tsx'
import { RelationList } from './relation-list.tsx'

type EntityPanelProps = {
  entity: Entity
  picture: GraphPicture
  isCentre: boolean
  onAround(entityId: string): void
  onChoose(entityId: string | null): void
}

/** The chosen entity: what stands with it and what the text says of the two, and where it stands. */
export function EntityPanel({ entity, picture, isCentre, onAround, onChoose }: EntityPanelProps) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  const [besideId, setBesideId] = useState<string | null>(null)
  const beside = useMemo(() => picture.entities.find(({ id }) => id === besideId), [picture, besideId])
  // What was opened with the keyboard is read on from here; a pointer stays where it is.
  useEffect(() => {
    if (document.activeElement?.matches(':focus-visible')) heading.current?.focus({ preventScroll: true })
  }, [])
  const facts = [
    t(`graph.kind.${entity.kind}`),
    t('count.documents', { count: entity.documents }),
    t('graph.mentions', { count: entity.mentions }),
  ]
  const close = () => {
    onChoose(null)
    document.querySelector<SVGElement>(`[data-entity="${entity.id}"]`)?.focus({ preventScroll: true })
  }
  return (
    <section
      aria-label={t('graph.panel', { name: entity.name })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        close()
      }}
      className="flex max-h-[55%] min-h-0 shrink-0 flex-col border-line @max-2xl:border-t bg-panel @2xl:max-h-none @2xl:w-80 @2xl:border-s"
    >
      <header className="flex shrink-0 items-start gap-2.5 ps-4 pe-2 pt-2.5 pb-2">
        <KindSign kind={entity.kind} className="mt-1 size-4" />
        <div className="min-w-0 flex-1">
          <h2 ref={heading} tabIndex={-1} dir="auto" className="break-words font-semibold text-base outline-none">
            {entity.name}
          </h2>
          <p className="tabular text-ink-faint text-xs">{facts.join(' · ')}</p>
        </div>
        {isCentre ? null : (
          <Tooltip label={t('graph.lookAround')}>
            <Button look="quiet" size="icon" aria-label={t('graph.lookAround')} onClick={() => onAround(entity.id)}>
              <Crosshair />
            </Button>
          </Tooltip>
        )}
        <Tooltip label={t('action.close')} keys="Esc">
          <Button look="quiet" size="icon" aria-label={t('action.close')} onClick={close}>
            <X />
          </Button>
        </Tooltip>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {beside === undefined ? (
          <>
            <RelationList entity={entity} picture={picture} onShow={setBesideId} />
            <MentionList entity={entity} beside={null} />
          </>
        ) : (
          <MentionList
            entity={entity}
            beside={beside}
            onBack={() => setBesideId(null)}
            onOther={() => onChoose(beside.id)}
          />
        )}
      </div>
    </section>
  )
}
