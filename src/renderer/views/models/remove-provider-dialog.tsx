import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

/** Asks before a provider goes, because its key goes with it. */
export function RemoveProviderDialog({ name, onClose }: { name: string; onClose(): void }) {
  const { t } = useTranslation()
  const remove = useMutation({
    mutationFn: () => client.providers.remove({ name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.providers.key() })
      onClose()
    },
  })
  return (
    <Dialog title={t('models.removeTitle', { name })} onClose={onClose}>
      <div className="px-5 pt-1 pb-5">
        <p className="text-pretty text-ink-soft">{t('providers.removeText')}</p>
        {remove.isError ? (
          <div className="mt-3">
            <FailureNote error={remove.error} />
          </div>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('models.remove')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
