import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { go, routes } from '../../app/routes.ts'
import { ViewFrame } from '../../app/view-frame.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { usePendingDeletions } from '../../engine/deferred-deletion.ts'
import { useLibraries } from '../../engine/use-libraries.ts'
import { FirstRun } from './first-run.tsx'
import { LibraryActions } from './library-actions.tsx'
import { LibraryDetail } from './library-detail.tsx'
import { LibraryList } from './library-list.tsx'

/** Libraries and, of the chosen one, its documents. */
export function LibrariesView({ libraryId }: { libraryId: string | null }) {
  const { t } = useTranslation()
  const pending = usePendingDeletions()
  const query = useLibraries()
  const [naming, setNaming] = useState(false)
  const libraries = query.data?.filter(({ id }) => !pending.has(id))
  const chosen = libraries?.find(({ id }) => id === libraryId)
  const first = libraries?.[0]?.id
  useEffect(() => {
    if (libraryId === null && first !== undefined) go(routes.library(first), { replace: true })
  }, [libraryId, first])
  return (
    <ViewFrame
      listTitle={t('library.list')}
      listAction={
        <Tooltip label={t('library.new')}>
          <Button look="quiet" size="icon" aria-label={t('library.new')} onClick={() => setNaming(true)}>
            <Plus />
          </Button>
        </Tooltip>
      }
      list={
        <LibraryList
          libraries={libraries ?? []}
          empty={libraries?.length === 0}
          current={libraryId}
          naming={naming}
          onNamed={() => setNaming(false)}
        />
      }
      title={chosen?.name ?? t('library.list')}
      actions={chosen === undefined ? null : <LibraryActions library={chosen} />}
    >
      {query.isLoading ? <Skeleton className="p-6" lines={8} /> : null}
      {query.isError && libraries === undefined ? (
        <div className="mx-auto w-full max-w-180 p-6">
          <FailureNote error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : null}
      {libraries?.length === 0 ? <FirstRun /> : null}
      {chosen === undefined ? null : <LibraryDetail key={chosen.id} library={chosen} />}
      {libraries !== undefined && libraries.length > 0 && libraryId !== null && chosen === undefined ? (
        <EmptyState title={t('library.gone')} text={t('library.goneText')} />
      ) : null}
    </ViewFrame>
  )
}
