import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoundFolder } from '../../../contract/folders.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client } from '../../engine/client.ts'
import { FolderRuleFields, type FolderRules, toPatterns } from './folder-rules.tsx'
import { refreshFolders } from './use-folders.ts'

/** Changes what of a folder is followed. */
export function FolderRulesDialog({ folder, onClose }: { folder: BoundFolder; onClose(): void }) {
  const { t } = useTranslation()
  const [rules, setRules] = useState<FolderRules>({ ignore: folder.ignore.join('\n'), review: folder.review })
  const save = useMutation({
    mutationFn: () =>
      client.folders.update({ folderId: folder.id, ignore: toPatterns(rules.ignore), review: rules.review }),
    onSuccess: () => {
      refreshFolders()
      onClose()
    },
  })
  return (
    <Dialog title={t('folders.rules')} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <FolderRuleFields rules={rules} onChange={(change) => setRules((before) => ({ ...before, ...change }))} />
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            {t('action.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
