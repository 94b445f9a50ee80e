import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DocumentSelection } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client } from '../../engine/client.ts'
import { refreshDocuments } from '../../engine/document-care.ts'
import { useErasureReport } from '../erasures/erasure-report-store.ts'
import { useSelection } from './selection.ts'

type EraseDialogProps = { selection: DocumentSelection; count: number; onClose(): void }

/** Says what goes for good; afterwards the report opens. */
export function EraseDialog({ selection, count, onClose }: EraseDialogProps) {
  const { t } = useTranslation()
  const erase = useMutation({
    mutationFn: () => client.documents.erase({ selection }),
    onSuccess: (report) => {
      useSelection.getState().clear()
      refreshDocuments()
      onClose()
      useErasureReport.getState().show(report.id)
    },
  })
  return (
    <Dialog title={t('erasure.askTitle', { count })} onClose={onClose}>
      <div className="px-5 pt-1 pb-5">
        <p className="text-ink-soft">{t('erasure.askText')}</p>
        {erase.isError ? (
          <div className="mt-3">
            <FailureNote error={erase.error} />
          </div>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button data-initial-focus onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button look="danger" disabled={erase.isPending} onClick={() => erase.mutate()}>
            {t('care.erase')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
