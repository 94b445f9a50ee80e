import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../components/failure-note.tsx'
import { Button } from '../components/ui/button.tsx'
import { Dialog } from '../components/ui/dialog.tsx'
import { Input } from '../components/ui/field.tsx'
import { addDropped } from '../engine/add-documents.ts'
import { engine } from '../engine/client.ts'
import type { Dropped } from '../engine/dropped-files.ts'
import { addToNewLibrary, useAddRequest } from './add-request.ts'

const newLibrary = 'new'

/** Asks which library a drop belongs to, where the page cannot know. */
export function AddDialog({ dropped }: { dropped: Dropped }) {
  const { t } = useTranslation()
  const { set } = useAddRequest()
  const { data: libraries = [] } = useQuery(engine.libraries.list.queryOptions())
  const [choice, setChoice] = useState(dropped.folderName === null ? (libraries[0]?.id ?? newLibrary) : newLibrary)
  const [name, setName] = useState(dropped.folderName ?? '')
  const close = () => set({ waiting: null })
  const add = useMutation({
    mutationFn: async () => {
      if (choice !== newLibrary) void addDropped(choice, dropped).catch((error: unknown) => set({ error }))
      else await addToNewLibrary(dropped, name.trim())
    },
    onSuccess: close,
  })
  return (
    <Dialog title={t('add.title')} onClose={close}>
      <form
        className="flex min-h-0 flex-col px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <fieldset className="-mx-2 flex min-h-0 flex-col overflow-y-auto">
          <legend className="sr-only">{t('add.title')}</legend>
          {libraries.map((library) => (
            <label key={library.id} className="flex h-9 items-center gap-2.5 rounded-md px-2 text-base hover:bg-hover">
              <input
                type="radio"
                name="library"
                className="accent-accent"
                checked={choice === library.id}
                onChange={() => setChoice(library.id)}
              />
              <span className="min-w-0 flex-1 truncate">{library.name}</span>
              <span className="tabular text-ink-faint text-xs">
                {t('count.documents', { count: library.documents.ready })}
              </span>
            </label>
          ))}
          <div className="flex h-11 items-center gap-2.5 rounded-md px-2">
            <input
              type="radio"
              name="library"
              id="add-new"
              className="accent-accent"
              checked={choice === newLibrary}
              onChange={() => setChoice(newLibrary)}
            />
            <label htmlFor="add-new">{t('add.newLibrary')}</label>
            <Input
              aria-label={t('library.name')}
              className="min-w-0 flex-1"
              value={name}
              maxLength={120}
              onFocus={() => setChoice(newLibrary)}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
        </fieldset>
        {add.isError ? (
          <div className="mt-3">
            <FailureNote error={add.error} />
          </div>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={add.isPending || (choice === newLibrary && name.trim() === '')}
          >
            {t('action.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
