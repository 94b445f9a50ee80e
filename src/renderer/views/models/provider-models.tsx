import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LanguageModelInfo } from '../../../contract/providers.ts'
import { Facts } from '../../components/facts.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { PriceDialog } from '../usage/price-dialog.tsx'

const refresh = () =>
  Promise.all(
    [engine.prices.key(), engine.providers.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  )

/** A provider may have hundreds: so many are shown, the search finds the others. */
const mostShown = 30
/** From so many on there is a search. */
const fewest = 8

/** The models that a provider named when it was asked last. */
export function ProviderModels({ name }: { name: string }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const { data, error, isLoading } = useQuery(engine.providers.models.queryOptions({ input: { provider: name } }))
  if (isLoading) return <Skeleton lines={3} className="pt-2" />
  if (error !== null) return <FailureNote error={error} />
  const all = data ?? []
  const found = all.filter(({ title }) => title.toLowerCase().includes(typed.trim().toLowerCase()))
  return (
    <div className="pt-2">
      {all.length < fewest ? null : (
        <SearchField className="pb-2" label={t('providers.find', { name })} value={typed} onChange={setTyped} />
      )}
      {found.length === 0 ? <p className="text-ink-soft text-sm">{t('providers.noModels')}</p> : null}
      <ul className="flex flex-col gap-1.5">
        {found.slice(0, mostShown).map((model) => (
          <ModelLine key={model.reference} model={model} />
        ))}
      </ul>
      {found.length <= mostShown ? null : (
        <p className="pt-2 text-ink-soft text-sm">{t('providers.further', { count: found.length - mostShown })}</p>
      )}
    </div>
  )
}

function ModelLine({ model }: { model: LanguageModelInfo }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isPricing, setPricing] = useState(false)
  const { title, reference, contextTokens, price, supports } = model
  const abilities = (['tools', 'structured', 'images', 'reasoning', 'caching'] as const).filter(
    (each) => supports[each],
  )
  const facts = [
    ...(contextTokens === null ? [] : [t('models.reads', { count: contextTokens })]),
    price === null
      ? t('models.priceUnknown')
      : t('providers.price', { input: format.money(price.input), output: format.money(price.output) }),
    ...abilities.map((each) => t(`providers.supports.${each}`)),
  ]
  return (
    <li>
      <bdi className="block break-all font-mono text-sm">{title}</bdi>
      <Facts facts={facts} className="text-xs" />
      {price !== null ? null : (
        <Button look="quiet" size="small" className="-ms-2.5 font-normal" onClick={() => setPricing(true)}>
          {t('usage.addPrice')}
        </Button>
      )}
      {isPricing ? <PriceDialog model={reference} onClose={() => setPricing(false)} onSaved={refresh} /> : null}
    </li>
  )
}
