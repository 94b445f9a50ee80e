import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowLeft, Network } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntityKind } from '../../../contract/graph.ts'
import { go, routes } from '../../app/routes.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { useViewState } from '../../app/view-state.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { EntityList } from './entity-list.tsx'
import { EntityPanel } from './entity-panel.tsx'
import { GraphStage } from './graph-stage.tsx'
import { GraphTable } from './graph-table.tsx'
import { GraphToolbar } from './graph-toolbar.tsx'
import { useLayout } from './use-layout.ts'

/** Milliseconds between looks while documents are still read for names, and when all are. */
const look = { reading: 4_000, atRest: 30_000 }
const nothing = { entities: [], relations: [], total: 0, related: 0, waiting: 0 }

/** The names of a library and what joins them, as a picture and as tables; `centre`: around which one. */
export function GraphView({ libraryId, centre }: { libraryId: string; centre: string | null }) {
  const { t } = useTranslation()
  const asTable = useViewState((state) => state.graphAsTable)
  const [limit, setLimit] = useState(80)
  const [depth, setDepth] = useState(1)
  const [kinds, setKinds] = useState<readonly EntityKind[]>([])
  const [chosen, setChosen] = useState<string | null>(centre)
  const library = useQuery(engine.libraries.get.queryOptions({ input: { library: libraryId } }))
  const around = centre === null ? {} : { entityId: centre, depth }
  const { data, error, isLoading, refetch } = useQuery({
    ...engine.graph.picture.queryOptions({ input: { library: libraryId, limit, kinds: [...kinds], ...around } }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.waiting ?? 1) > 0 ? look.reading : look.atRest),
  })
  const picture = data ?? nothing
  const drawn = useLayout(picture)
  const entity = useMemo(() => picture.entities.find(({ id }) => id === chosen), [picture, chosen])
  const lookAround = (entityId: string) => {
    setChosen(entityId)
    go(routes.graph(libraryId, entityId))
  }
  const isEmpty = data !== undefined && data.entities.length === 0 && kinds.length === 0
  return (
    <ViewFrame
      listTitle={t('graph.names')}
      list={library.error === null ? <EntityList libraryId={libraryId} centre={centre} onChoose={lookAround} /> : null}
      title={t('graph.titleOf', { name: library.data?.name ?? '…' })}
      actions={
        <Button aria-label={t('evaluation.back')} onClick={() => go(routes.library(libraryId))}>
          <ArrowLeft className="rtl:-scale-x-100" />
          <span className="max-sm:hidden">{t('evaluation.back')}</span>
        </Button>
      }
    >
      {error === null && library.error === null ? null : (
        <div className="mx-auto w-full max-w-180 p-6">
          <FailureNote
            error={error ?? library.error}
            onRetry={() => void Promise.all([library.refetch(), refetch()])}
          />
        </div>
      )}
      {isLoading ? <Skeleton className="p-6" lines={8} /> : null}
      {isEmpty && data.waiting > 0 ? (
        <EmptyState
          icon={<Network />}
          title={t('graph.reading')}
          text={t('graph.readingText', { count: data.waiting })}
        />
      ) : null}
      {isEmpty && data.waiting === 0 ? (
        <EmptyState icon={<Network />} title={t('graph.empty')} text={t('graph.emptyText')}>
          <Button look="primary" onClick={() => go(routes.library(libraryId))}>
            {t('evaluation.back')}
          </Button>
        </EmptyState>
      ) : null}
      {data === undefined || isEmpty ? null : (
        <>
          <GraphToolbar
            picture={data}
            kinds={kinds}
            onKinds={setKinds}
            limit={limit}
            onLimit={setLimit}
            around={centre === null ? null : { name: data.entities[0]?.name ?? '', depth, onDepth: setDepth }}
            onLeave={() => go(routes.graph(libraryId))}
          />
          <div className="@container flex min-h-0 flex-1">
            <div className="flex min-h-0 min-w-0 flex-1 flex-col @2xl:flex-row">
              {asTable ? (
                <GraphTable picture={data} chosen={chosen} onChoose={setChosen} />
              ) : (
                <GraphStage key={`around ${centre}`} {...drawn} chosen={entity?.id ?? null} onChoose={setChosen} />
              )}
              {entity === undefined ? null : (
                <EntityPanel
                  key={`about ${entity.id}`}
                  entity={entity}
                  picture={data}
                  isCentre={entity.id === centre}
                  onAround={lookAround}
                  onChoose={setChosen}
                />
              )}
            </div>
          </div>
        </>
      )}
    </ViewFrame>
  )
}
