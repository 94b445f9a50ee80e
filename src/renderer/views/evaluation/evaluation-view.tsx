import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Gauge, Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { go, routes } from '../../app/routes.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { client, engine } from '../../engine/client.ts'
import { useDeferredDeletion, usePendingDeletions } from '../../engine/deferred-deletion.ts'
import { queryClient } from '../../engine/query-client.ts'
import { stopRun } from './evaluation-runs.ts'
import { NewSetDialog } from './new-set-dialog.tsx'
import { SetList } from './set-list.tsx'
import { SetPanel } from './set-panel.tsx'

/** How well a library is searched: its question sets and, of the chosen one, runs and questions. */
export function EvaluationView({ libraryId, setId }: { libraryId: string; setId: string | null }) {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  const pending = usePendingDeletions()
  const deleteLater = useDeferredDeletion()
  const library = useQuery(engine.libraries.get.queryOptions({ input: { library: libraryId } }))
  const query = useQuery(engine.evaluation.sets.list.queryOptions({ input: { library: libraryId } }))
  const sets = query.data?.filter(({ id }) => !pending.has(id))
  const chosen = sets?.find(({ id }) => id === setId)
  const first = sets?.[0]?.id
  const isUnknown = sets !== undefined && chosen === undefined
  useEffect(() => {
    if (isUnknown && first !== undefined) go(routes.evaluation(libraryId, first), { replace: true })
  }, [isUnknown, first, libraryId])
  const error = library.error ?? query.error
  const remove = () => {
    if (chosen === undefined) return
    stopRun(chosen.id)
    deleteLater({
      id: chosen.id,
      text: t('evaluation.deleted', { name: chosen.name }),
      run: async () => {
        await client.evaluation.sets.delete({ setId: chosen.id })
        await queryClient.invalidateQueries({ queryKey: engine.evaluation.sets.list.key() })
      },
    })
  }
  const openNew = (
    <Tooltip label={t('evaluation.newSet')}>
      <Button look="quiet" size="icon" aria-label={t('evaluation.newSet')} onClick={() => setMaking(true)}>
        <Plus />
      </Button>
    </Tooltip>
  )
  return (
    <ViewFrame
      listTitle={t('evaluation.sets')}
      listAction={openNew}
      list={<SetList sets={sets ?? []} current={setId} />}
      title={t('evaluation.titleOf', { name: library.data?.name ?? '…' })}
      actions={
        <>
          {chosen === undefined ? null : (
            <Tooltip label={t('evaluation.deleteSet', { name: chosen.name })}>
              <Button
                look="quiet"
                size="icon"
                aria-label={t('evaluation.deleteSet', { name: chosen.name })}
                onClick={remove}
              >
                <Trash2 />
              </Button>
            </Tooltip>
          )}
          <Button aria-label={t('evaluation.back')} onClick={() => go(routes.library(libraryId))}>
            <ArrowLeft className="rtl:-scale-x-100" />
            <span className="max-sm:hidden">{t('evaluation.back')}</span>
          </Button>
        </>
      }
    >
      {error === null ? null : (
        <div className="mx-auto w-full max-w-180 p-6">
          <FailureNote error={error} onRetry={() => void Promise.all([library.refetch(), query.refetch()])} />
        </div>
      )}
      {sets?.length === 0 ? (
        <EmptyState icon={<Gauge />} title={t('evaluation.empty')} text={t('evaluation.emptyText')}>
          <Button look="primary" onClick={() => setMaking(true)}>
            {t('evaluation.newSet')}
          </Button>
        </EmptyState>
      ) : null}
      {chosen === undefined ? null : <SetPanel key={chosen.id} setId={chosen.id} />}
      {making && library.data !== undefined ? (
        <NewSetDialog
          library={library.data}
          taken={query.data?.map(({ name }) => name) ?? []}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </ViewFrame>
  )
}
