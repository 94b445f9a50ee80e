import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ModelKind } from '../../../contract/models.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { isModelName, Labelled, ModelKindField, ModelNameField } from './model-fields.tsx'

/** Takes a model from the disk of the machine where Diwan runs; works offline. */
export function ImportModelDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const [path, setPath] = useState('')
  const [modelId, setModelId] = useState('')
  const [kind, setKind] = useState<ModelKind>('embedding')
  const take = useMutation({
    mutationFn: () => client.models.import({ path: path.trim(), modelId: modelId.trim(), kind }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.models.key() })
      onClose()
    },
  })
  return (
    <Dialog title={t('models.importTitle')} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          take.mutate()
        }}
      >
        <Labelled label={t('models.path')} hint={t('models.pathHint')}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              data-initial-focus
              aria-describedby={describedBy}
              maxLength={4_096}
              spellCheck={false}
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
          )}
        </Labelled>
        <ModelNameField value={modelId} onChange={setModelId} />
        <ModelKindField value={kind} kinds={ModelKind.options} onChange={setKind} />
        {take.isError ? <FailureNote error={take.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={path.trim() === '' || !isModelName(modelId) || take.isPending}>
            {take.isPending ? t('models.copying') : t('models.importNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
