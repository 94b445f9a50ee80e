import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { FileChooser } from '../../components/file-chooser.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client } from '../../engine/client.ts'
import { desktop } from '../../engine/desktop.ts'
import { FolderRuleFields, type FolderRules, toPatterns } from './folder-rules.tsx'
import { refreshFolders } from './use-folders.ts'

/** Binds a folder to the library: what changes there from now on changes here. */
export function FollowFolderDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const id = useId()
  const [path, setPath] = useState('')
  const [rules, setRules] = useState<FolderRules>({ ignore: '', review: false })
  const bind = useMutation({
    mutationFn: () =>
      client.folders.follow({
        library: library.id,
        path: path.trim(),
        ignore: toPatterns(rules.ignore),
        review: rules.review,
      }),
    onSuccess: () => {
      refreshFolders()
      onClose()
    },
  })
  return (
    <Dialog title={t('folders.followTitle', { name: library.name })} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          bind.mutate()
        }}
      >
        <div className="flex flex-col">
          <label htmlFor={id} className="mb-1.5 text-pretty text-ink-soft text-sm">
            {t('folders.path')}
          </label>
          <div className="flex gap-2">
            <Input
              id={id}
              data-initial-focus
              dir="ltr"
              spellCheck={false}
              className="min-w-0 flex-1 font-mono"
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
            {desktop() === null ? null : (
              <FileChooser kind="folder" onChoose={({ paths }) => setPath(paths[0] ?? path)}>
                {(open) => <Button onClick={open}>{t('folders.choose')}</Button>}
              </FileChooser>
            )}
          </div>
        </div>
        <FolderRuleFields rules={rules} onChange={(change) => setRules((before) => ({ ...before, ...change }))} />
        {bind.isError ? <FailureNote error={bind.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={path.trim() === '' || bind.isPending}>
            {t('folders.follow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
