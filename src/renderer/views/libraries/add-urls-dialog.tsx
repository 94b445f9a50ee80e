import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client, engine } from '../../engine/client.ts'

const most = 500

/** Adds web pages by their addresses. Says beforehand when the offline switch would refuse them. */
export function AddUrlsDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const { data: settings } = useQuery(engine.settings.get.queryOptions())
  const urls = [...new Set(text.split(/\s+/).filter((word) => word !== ''))]
  const add = useMutation({
    mutationFn: () => client.documents.addUrls({ library: library.id, urls }),
    onSuccess: (job) => {
      noteJob(job)
      onClose()
    },
  })
  return (
    <Dialog title={t('library.addUrlsTitle', { name: library.name })} onClose={onClose}>
      <form
        className="flex flex-col px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <label htmlFor="urls" className="mb-2 text-pretty text-ink-soft text-sm">
          {t('library.addUrlsText')}
        </label>
        <textarea
          id="urls"
          data-initial-focus
          rows={4}
          dir="ltr"
          value={text}
          spellCheck={false}
          placeholder="https://"
          onChange={(event) => setText(event.target.value)}
          className="resize-y rounded-md border border-line bg-paper px-3 py-2 font-mono text-sm"
        />
        {settings?.values.network.offline === true ? (
          <p role="status" className="mt-3 rounded-md bg-amber-wash px-3 py-2 text-sm">
            {t('fileError.URL_OFFLINE.happened')} {t('fileError.URL_OFFLINE.next')}
          </p>
        ) : null}
        {urls.length > most ? (
          <p role="alert" className="mt-2 text-red text-sm">
            {t('library.tooManyUrls', { most })}
          </p>
        ) : null}
        {add.isError ? (
          <div className="mt-3">
            <FailureNote error={add.error} />
          </div>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={urls.length === 0 || urls.length > most || add.isPending}>
            {t('action.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
