import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client } from '../../engine/client.ts'

/** Adds text that was typed or pasted. */
export function AddTextDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const add = useMutation({
    mutationFn: () =>
      client.documents.addText({ library: library.id, text, ...(name.trim() === '' ? {} : { name: name.trim() }) }),
    onSuccess: (job) => {
      noteJob(job)
      onClose()
    },
  })
  return (
    <Dialog
      title={t('library.addTextTitle', { name: library.name })}
      onClose={onClose}
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      <form
        className="flex min-h-0 flex-col gap-3 px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <Input
          dir="auto"
          aria-label={t('library.textName')}
          placeholder={t('library.textName')}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <textarea
          data-initial-focus
          aria-label={t('library.text')}
          placeholder={t('library.textPlaceholder')}
          rows={12}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="min-h-32 resize-y rounded-md border border-line bg-paper px-3 py-2 text-base"
        />
        {add.isError ? <FailureNote error={add.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={text.trim() === '' || add.isPending}>
            {t('action.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
