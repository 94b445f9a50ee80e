import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { addPaths } from '../../engine/add-documents.ts'

/** Adds files and folders of the machine on which the engine runs; they stay where they are. */
export function AddPathDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const paths = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const add = useMutation({ mutationFn: () => addPaths(library.id, paths), onSuccess: onClose })
  return (
    <Dialog title={t('library.addPathTitle', { name: library.name })} onClose={onClose}>
      <form
        className="flex flex-col px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <label htmlFor="paths" className="mb-2 text-ink-soft text-sm">
          {t('library.addPathText')}
        </label>
        <textarea
          id="paths"
          rows={4}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          className="resize-y rounded-md border border-line bg-paper px-3 py-2 font-mono text-sm"
        />
        {add.isError ? (
          <div className="mt-3">
            <FailureNote error={add.error} />
          </div>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={paths.length === 0 || add.isPending}>
            {t('action.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
