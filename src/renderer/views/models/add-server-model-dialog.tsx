import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input, Select } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { Labelled, ModelKindField, ModelNameField } from './model-fields.tsx'
import {
  emptyDraft,
  nameOf,
  parseServerModel,
  type ServerModelDraft,
  type ServerModelInput,
  type ServerRuntime,
  serverKinds,
  usualAddresses,
  withRuntime,
} from './server-model-fields.ts'

const runtimes = Object.keys(usualAddresses) as ServerRuntime[]

/** Adds a model that a server runs, on this machine or elsewhere. */
export function AddServerModelDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(emptyDraft)
  const { model, problems } = parseServerModel(draft)
  const change = (part: Partial<ServerModelDraft>) => setDraft((before) => ({ ...before, ...part }))
  const add = useMutation({
    mutationFn: (wanted: ServerModelInput) => client.models.add(wanted),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.models.key() })
      onClose()
    },
  })
  const text = (field: 'url' | 'name' | 'key' | 'price') => ({
    value: draft[field],
    'aria-invalid': draft[field] !== '' && problems.some((problem) => problem === field),
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
  })
  return (
    <Dialog title={t('models.serverTitle')} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (model !== null) add.mutate(model)
        }}
      >
        <p className="text-pretty text-ink-soft text-sm">{t('models.serverText')}</p>
        <Labelled label={t('models.protocol')}>
          {({ id }) => (
            <Select
              id={id}
              data-initial-focus
              value={draft.runtime}
              onChange={(event) => {
                const runtime = runtimes.find((name) => name === event.target.value)
                if (runtime !== undefined) setDraft((before) => withRuntime(before, runtime))
              }}
            >
              {runtimes.map((runtime) => (
                <option key={runtime} value={runtime}>
                  {t(`models.protocolOf.${runtime}`)}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
        <Labelled label={t('models.address')}>
          {({ id }) => <Input id={id} type="url" spellCheck={false} {...text('url')} />}
        </Labelled>
        <Labelled label={t('models.serverName')} hint={t('models.serverNameHint')}>
          {({ id, describedBy }) => (
            <Input id={id} aria-describedby={describedBy} maxLength={200} spellCheck={false} {...text('name')} />
          )}
        </Labelled>
        <ModelNameField usual={nameOf(draft)} value={draft.modelId} onChange={(modelId) => change({ modelId })} />
        <ModelKindField value={draft.kind} kinds={serverKinds} onChange={(kind) => change({ kind })} />
        <Labelled label={t('models.key')} hint={t('models.keyHint')}>
          {({ id, describedBy }) => (
            <Input id={id} type="password" autoComplete="off" aria-describedby={describedBy} {...text('key')} />
          )}
        </Labelled>
        <Labelled label={t('models.priceField')} hint={t('models.priceHint')}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              inputMode="decimal"
              className="tabular w-32"
              aria-describedby={describedBy}
              {...text('price')}
            />
          )}
        </Labelled>
        {add.isError ? <FailureNote error={add.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={model === null || add.isPending}>
            {t('models.addNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
