import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { LinesForm } from '../../components/lines-form.tsx'
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
      <LinesForm
        label={t('library.addUrlsText')}
        placeholder="https://"
        text={text}
        onText={setText}
        ready={urls.length > 0 && urls.length <= most && !add.isPending}
        error={add.error}
        onCancel={onClose}
        onSubmit={add.mutate}
      >
        {settings?.values.network.offline === true ? (
          <p role="status" className="rounded-md bg-amber-wash px-3 py-2 text-sm">
            {t('fileError.URL_OFFLINE.happened')} {t('fileError.URL_OFFLINE.next')}
          </p>
        ) : null}
        {urls.length > most ? (
          <p role="alert" className="text-red text-sm">
            {t('library.tooManyUrls', { most })}
          </p>
        ) : null}
      </LinesForm>
    </Dialog>
  )
}
