import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Provider } from '../../../contract/providers.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

/** Whether questions that can wait are left to a provider's lower price: said with what that means for their documents. */
export function ProviderBatchDialog({ provider, onClose }: { provider: Provider; onClose(): void }) {
  const { t } = useTranslation()
  const { name, usesBatches, batchPercent } = provider
  const save = useMutation({
    mutationFn: () => client.providers.update({ name, usesBatches: !usesBatches }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.providers.key() })
      onClose()
    },
  })
  return (
    <Dialog title={t('providers.batch.title', { name })} onClose={onClose}>
      <div className="flex flex-col gap-3 px-5 pt-1 pb-5">
        <p className="text-pretty">{t('providers.batch.text', { percent: batchPercent ?? 100 })}</p>
        <p className="text-pretty text-ink-soft">{t('providers.batch.privacy')}</p>
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="mt-1 flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={save.isPending} onClick={() => save.mutate()}>
            {t(usesBatches ? 'providers.batch.stop' : 'providers.batch.use')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
