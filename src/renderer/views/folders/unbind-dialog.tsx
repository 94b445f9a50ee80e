import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { BoundFolder } from '../../../contract/folders.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client } from '../../engine/client.ts'
import { refreshFolders } from './use-folders.ts'

/** Stops following a folder; asks what becomes of its documents. The files themselves are not touched. */
export function UnbindDialog({ folder, onClose }: { folder: BoundFolder; onClose(): void }) {
  const { t } = useTranslation()
  const unbind = useMutation({
    mutationFn: (documents: 'keep' | 'trash') => client.folders.unbind({ folderId: folder.id, documents }),
    onSuccess: ({ documents: count }, choice) => {
      showToast({ text: t(choice === 'keep' ? 'folders.unbound' : 'trash.moved', { count }) })
      refreshFolders()
      onClose()
    },
  })
  return (
    <Dialog title={t('folders.unbindTitle')} onClose={onClose}>
      <div className="px-5 pt-1 pb-5">
        <p dir="ltr" className="w-fit max-w-full break-all font-mono text-sm">
          {folder.path}
        </p>
        <p className="mt-2 text-pretty text-ink-soft">{t('folders.unbindText')}</p>
        {unbind.isError ? (
          <div className="mt-3">
            <FailureNote error={unbind.error} />
          </div>
        ) : null}
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" disabled={unbind.isPending} onClick={() => unbind.mutate('trash')}>
            {t('folders.unbindTrash')}
          </Button>
          <Button data-initial-focus disabled={unbind.isPending} onClick={() => unbind.mutate('keep')}>
            {t('folders.unbindKeep')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
