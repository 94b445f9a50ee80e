import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity, GraphPicture } from '../../../contract/graph.ts'
import { Button } from '../../components/ui/button.tsx'
import { KindSign } from './kind-sign.tsx'

/** Before the person asks for all: where it stands is to be seen without scrolling. */
const atFirst = 6

type RelationListProps = { entity: Entity; picture: GraphPicture; onShow(besideId: string): void }

/** What stands with an entity, of what the picture shows; each leads to the sentences that say it. */
export function RelationList({ entity, picture, onShow }: RelationListProps) {
  const { t } = useTranslation()
  const [isWhole, setWhole] = useState(false)
  const relations = useMemo(() => {
    const entities = new Map(picture.entities.map((each) => [each.id, each]))
    return picture.relations.flatMap((relation) => {
      if (relation.from !== entity.id && relation.to !== entity.id) return []
      const other = entities.get(relation.from === entity.id ? relation.to : relation.from)
      return other === undefined ? [] : [{ ...relation, other }]
    })
  }, [entity.id, picture])
  if (relations.length === 0) return null
  const shown = isWhole ? relations : relations.slice(0, atFirst)
  return (
    <section aria-label={t('graph.relations')} className="pb-3">
      <h3 className="px-2 pt-1 pb-1 text-ink-faint text-xs">{t('graph.relations')}</h3>
      <ul className="flex flex-col gap-px">
        {shown.map(({ other, from, label, documents }) => (
          <li key={other.id}>
            <button
              type="button"
              onClick={() => onShow(other.id)}
              className="flex w-full items-baseline gap-2 rounded-md px-2 py-1 text-start text-sm -outline-offset-2 hover:bg-hover"
            >
              <KindSign kind={other.kind} className="size-3 self-center" />
              <span className="min-w-0 flex-1">
                <span dir="auto" className="break-words">
                  {other.name}
                </span>
                {label === null ? null : (
                  <span className="block text-ink-faint text-xs">
                    {from === entity.id
                      ? t('graph.says', { from: entity.name, label, to: other.name })
                      : t('graph.says', { from: other.name, label, to: entity.name })}
                  </span>
                )}
              </span>
              <span className="tabular shrink-0 text-ink-faint text-xs">
                {t('count.documents', { count: documents })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === relations.length ? null : (
        <Button look="quiet" size="small" onClick={() => setWhole(true)}>
          {t('graph.allRelations', { count: relations.length })}
        </Button>
      )}
    </section>
  )
}
