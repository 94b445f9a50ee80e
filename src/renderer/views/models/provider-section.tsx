import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { AddProviderDialog } from './add-provider-dialog.tsx'
import { ProviderRow } from './provider-row.tsx'

/** Milliseconds between looks: a circuit that opens or closes again is to be seen. */
const look = 5_000

/** Servers of language models that a person has named, with their keys. */
export function ProviderSection() {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  /** Those that were there before one was added here. */
  const [before, setBefore] = useState<readonly string[] | null>(null)
  const { data, error } = useQuery({ ...engine.providers.list.queryOptions(), refetchInterval: look })
  const names = (data ?? []).map(({ name }) => name)
  const add = () => {
    setBefore(names)
    setAdding(true)
  }
  return (
    <section aria-labelledby="models-providers" className="pt-8">
      <div className="flex items-center gap-2">
        <h2 id="models-providers" className="flex-1 scroll-mt-4 font-semibold text-lg">
          {t('providers.title')}
        </h2>
        <Button size="small" onClick={add}>
          <Plus />
          {t('providers.add')}
        </Button>
      </div>
      <p className="text-pretty pt-1 pb-1 text-ink-soft text-sm">{t('providers.about')}</p>
      {error === null ? null : <FailureNote error={error} />}
      {data?.length === 0 ? <p className="py-3 text-ink-soft">{t('providers.none')}</p> : null}
      <ul className="divide-y divide-line">
        {data?.map((provider) => (
          <ProviderRow key={provider.name} provider={provider} isNew={before?.includes(provider.name) === false} />
        ))}
      </ul>
      {isAdding ? <AddProviderDialog taken={names} onClose={() => setAdding(false)} /> : null}
    </section>
  )
}
