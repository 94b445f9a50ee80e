import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Provider } from '../../../contract/providers.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { Labelled } from './model-fields.tsx'

type ProviderKeyDialogProps = {
  provider: Provider
  /** Called with another key in place, not with none. */
  onSaved(): void
  onClose(): void
}

/** Puts another key in the place of a provider's, or takes it away. The one before is never shown. */
export function ProviderKeyDialog({ provider, onSaved, onClose }: ProviderKeyDialogProps) {
  const { t } = useTranslation()
  const [key, setKey] = useState('')
  const save = useMutation({
    mutationFn: (next: string | null) => client.providers.update({ name: provider.name, key: next }),
    onSuccess: async (_saved, next) => {
      await queryClient.invalidateQueries({ queryKey: engine.providers.key() })
      onClose()
      if (next !== null) onSaved()
    },
  })
  return (
    <Dialog title={t('providers.keyOf', { name: provider.name })} onClose={onClose}>
      <form
        className="flex flex-col gap-4 px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (key.trim() !== '') save.mutate(key.trim())
        }}
      >
        <Labelled label={t('models.key')} hint={t('models.keyHint')}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              data-initial-focus
              type="password"
              autoComplete="off"
              aria-describedby={describedBy}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Labelled>
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="flex justify-end gap-2">
          {provider.hasKey ? (
            <Button look="danger" className="me-auto" disabled={save.isPending} onClick={() => save.mutate(null)}>
              {t('providers.forgetKey')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={key.trim() === '' || save.isPending}>
            {t('providers.saveKey')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
