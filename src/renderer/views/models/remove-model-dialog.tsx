import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isLocalRuntime, type Model } from '../../../contract/models.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

/** Asks before a model goes: files that were downloaded would have to be downloaded again. */
export function RemoveModelDialog({ model, onClose }: { model: Model; onClose(): void }) {
  const { t } = useTranslation()
  const remove = useMutation({
    mutationFn: () => client.models.remove({ modelId: model.id }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.models.key() })
      onClose()
    },
  })
  return (
    <Dialog title={t('models.removeTitle', { name: model.title })} onClose={onClose}>
      <div className="px-5 pt-1 pb-5">
        <p className="text-pretty text-ink-soft">
          {t(isLocalRuntime(model.runtime) ? 'models.removeLocal' : 'models.removeServer')}
        </p>
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
