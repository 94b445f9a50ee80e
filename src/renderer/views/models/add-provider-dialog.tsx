import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProviderKind } from '../../../contract/providers.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input, Select } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { Labelled } from './model-fields.tsx'
import { findProblems, ownAddresses, type ProviderDraft } from './provider-fields.ts'

/** Names a provider: its kind, a name for it, its key, and an address where it has one of its own. */
export function AddProviderDialog({ taken, onClose }: { taken: readonly string[]; onClose(): void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<ProviderDraft>({ kind: 'openai', name: 'openai', url: '', key: '' })
  const change = (part: Partial<ProviderDraft>) => setDraft((before) => ({ ...before, ...part }))
  const problems = findProblems(draft, taken)
  const has = (problem: (typeof problems)[number]) => problems.includes(problem)
  const add = useMutation({
    async mutationFn() {
      const { kind } = draft
      const name = draft.name.trim()
      const url = draft.url.trim()
      const key = draft.key.trim()
      await client.providers.add({ name, kind, ...(url === '' ? {} : { url }), ...(key === '' ? {} : { key }) })
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: engine.providers.key() })
      onClose()
    },
  })
  const example = ownAddresses[draft.kind]
  return (
    <Dialog title={t('providers.add')} onClose={onClose}>
      <form
        className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (problems.length === 0) add.mutate()
        }}
      >
        <p className="text-pretty text-ink-soft text-sm">{t('providers.addText')}</p>
        <Labelled label={t('providers.kindField')}>
          {({ id }) => (
            <Select
              id={id}
              data-initial-focus
              value={draft.kind}
              onChange={(event) => {
                const kind = ProviderKind.parse(event.target.value)
                // A name that was only proposed follows the kind.
                change({ kind, ...(draft.name === draft.kind ? { name: kind } : {}) })
              }}
            >
              {ProviderKind.options.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`providers.kind.${kind}`)}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
        <Labelled label={t('models.name')} hint={t(has('taken') ? 'providers.taken' : 'providers.nameHint')}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              aria-invalid={has('name') || has('taken')}
              maxLength={64}
              spellCheck={false}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Labelled>
        <Labelled
          label={t('models.address')}
          hint={t(example === undefined ? 'providers.usualAddress' : 'providers.ownAddress')}
        >
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="url"
              aria-describedby={describedBy}
              aria-invalid={draft.url !== '' && has('url')}
              placeholder={example}
              spellCheck={false}
              value={draft.url}
              onChange={(event) => change({ url: event.target.value })}
            />
          )}
        </Labelled>
        <Labelled label={t('models.key')} hint={t('models.keyHint')}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="password"
              autoComplete="off"
              aria-describedby={describedBy}
              value={draft.key}
              onChange={(event) => change({ key: event.target.value })}
            />
          )}
        </Labelled>
        {add.isError ? <FailureNote error={add.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={problems.length > 0 || add.isPending}>
            {t('providers.addNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
