import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

/** Whether what a library's documents say may be sent to models on other machines. */
export function PrivacyDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [localOnly, setLocalOnly] = useState(library.localOnly)
  const models = useQuery(engine.models.list.queryOptions({ input: { kind: 'embedding' } }))
  const used = [library.embedding.modelId, library.embedding.next?.modelId]
  const isEmbeddedElsewhere = models.data?.some(({ id, isLocal }) => used.includes(id) && !isLocal)
  const apply = useMutation({
    mutationFn: () => client.libraries.configure({ library: library.id, localOnly }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.libraries.key() })
      onClose()
    },
  })
  return (
    <Dialog title={t('privacy.title', { name: library.name })} onClose={onClose}>
      <form
        className="flex flex-col gap-3 px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          apply.mutate()
        }}
      >
        <label className="flex items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            aria-describedby="privacy-about"
            className="size-4 shrink-0 accent-accent"
            checked={localOnly}
            onChange={(event) => setLocalOnly(event.target.checked)}
          />
          {t('privacy.localOnly')}
        </label>
        <p id="privacy-about" className="text-pretty text-ink-soft text-sm">
          {t('privacy.about')}
        </p>
        {localOnly && isEmbeddedElsewhere ? (
          <p className="text-pretty text-amber text-sm">{t('privacy.embedding')}</p>
        ) : null}
        {apply.isError ? <FailureNote error={apply.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={localOnly === library.localOnly || apply.isPending}>
            {t('action.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
