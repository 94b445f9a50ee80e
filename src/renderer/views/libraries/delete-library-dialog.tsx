import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { go, routes } from '../../app/routes.ts'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { useDeferredDeletion } from '../../engine/deferred-deletion.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useErasureReport } from '../erasures/erasure-report-store.ts'

/** Says what will go and what stays; for a while afterwards it can still be undone. */
export function DeleteLibraryDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const deleteLater = useDeferredDeletion()
  const { ready, failed, trashed } = library.documents
  const remove = () => {
    onClose()
    go(routes.libraries)
    deleteLater({
      id: library.id,
      text: t('library.deleted', { name: library.name }),
      run: async () => {
        const { erasure } = await client.libraries.delete({ library: library.id })
        const action = { label: t('erasure.show'), run: () => useErasureReport.getState().show(erasure.id) }
        showToast({ text: t('library.erased', { name: library.name }), action })
        await queryClient.invalidateQueries({ queryKey: engine.libraries.key() })
      },
    })
  }
  return (
    <Dialog title={t('library.deleteTitle', { name: library.name })} onClose={onClose}>
      <div className="px-5 pt-1 pb-5">
        <p className="text-ink-soft">{t('library.deleteText', { count: ready + failed + trashed })}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button data-initial-focus onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button look="danger" onClick={remove}>
            {t('library.deleteConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
