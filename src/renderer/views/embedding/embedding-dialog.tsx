import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { go, routes } from '../../app/routes.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client, engine } from '../../engine/client.ts'
import { refreshDocuments } from '../../engine/document-care.ts'
import { EmbeddingEstimateNote } from './embedding-estimate-note.tsx'
import { EmbeddingState } from './embedding-state.tsx'
import { ModelChoice } from './model-choice.tsx'

/** Which model gives a library its vectors; what a change takes is told before it begins. */
export function EmbeddingDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  // What is going on in the background shows while the dialog is open.
  const { data: current = library } = useQuery(engine.libraries.get.queryOptions({ input: { library: library.id } }))
  const models = useQuery(engine.models.list.queryOptions({ input: { kind: 'embedding' } }))
  const installed = models.data?.filter(({ state }) => state === 'installed') ?? []
  const wanted = current.embedding.next?.modelId ?? current.embedding.modelId
  const [chosen, setChosen] = useState<string | null>(wanted)
  const isChange = chosen !== wanted
  const isRemote = installed.some(({ id, isLocal }) => id === chosen && !isLocal)
  const apply = useMutation({
    mutationFn: () => client.libraries.embed({ library: library.id, modelId: chosen }),
    onSuccess: ({ job }) => {
      if (job !== null) noteJob(job)
      refreshDocuments()
      onClose()
    },
  })
  const openModels = () => {
    onClose()
    go(routes.models)
  }
  return (
    <Dialog title={t('embedding.title', { name: library.name })} onClose={onClose}>
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5">
        <EmbeddingState library={current} models={models.data ?? []} />
        {models.isLoading ? <Skeleton lines={3} /> : null}
        {models.isError ? <FailureNote error={models.error} onRetry={() => void models.refetch()} /> : null}
        {models.data === undefined ? null : <ModelChoice models={installed} chosen={chosen} onChoose={setChosen} />}
        {models.data !== undefined && installed.length === 0 ? (
          <div className="flex flex-wrap items-center gap-3 rounded-md bg-sunken px-4 py-3">
            <p className="min-w-48 flex-1 text-pretty text-ink-soft text-sm">{t('embedding.noModel')}</p>
            <Button onClick={openModels}>{t('embedding.openModels')}</Button>
          </div>
        ) : null}
        {isChange && chosen !== null ? <EmbeddingEstimateNote libraryId={library.id} modelId={chosen} /> : null}
        {isChange && chosen === null ? (
          <p className="text-pretty text-ink-soft text-sm">{t('embedding.takeAway')}</p>
        ) : null}
        {isRemote && isChange ? <p className="text-amber text-sm">{t('embedding.leaves')}</p> : null}
        {apply.isError ? <FailureNote error={apply.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!isChange || apply.isPending} onClick={() => apply.mutate()}>
            {t('action.apply')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
