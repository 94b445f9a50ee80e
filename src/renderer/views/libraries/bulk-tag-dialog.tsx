import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentSelection } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { TagEditor } from '../../components/tag-editor.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { changeTags } from '../../engine/document-care.ts'

type BulkTagDialogProps = { libraryId: string; selection: DocumentSelection; count: number; onClose(): void }

/** Tags to put on all chosen documents, and tags to take off them. */
export function BulkTagDialog({ libraryId, selection, count, onClose }: BulkTagDialogProps) {
  const { t } = useTranslation()
  const [add, setAdd] = useState<readonly string[]>([])
  const [remove, setRemove] = useState<readonly string[]>([])
  const save = useMutation({
    mutationFn: () => changeTags({ selection, add, remove }),
    onSuccess: (changed) => {
      showToast({ text: t('tags.changed', { count: changed }) })
      onClose()
    },
  })
  return (
    <Dialog title={t('tags.title', { count })} onClose={onClose}>
      <div className="flex flex-col gap-4 px-5 pt-1 pb-5">
        <fieldset>
          <legend className="pb-1.5 text-ink-soft text-sm">{t('tags.put')}</legend>
          <TagEditor
            libraryId={libraryId}
            tags={add}
            onAdd={async (tag) => setAdd((before) => [...new Set([...before, tag])])}
            onRemove={async (tag) => setAdd((before) => before.filter((other) => other !== tag))}
          />
        </fieldset>
        <fieldset>
          <legend className="pb-1.5 text-ink-soft text-sm">{t('tags.takeOff')}</legend>
          <TagEditor
            libraryId={libraryId}
            tags={remove}
            onAdd={async (tag) => setRemove((before) => [...new Set([...before, tag])])}
            onRemove={async (tag) => setRemove((before) => before.filter((other) => other !== tag))}
          />
        </fieldset>
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            disabled={save.isPending || add.length + remove.length === 0}
            onClick={() => save.mutate()}
          >
            {t('action.apply')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
