import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../components/facts.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What vectors of a model would take: passages, tokens, time and money, measured on some of the passages. */
export function EmbeddingEstimateNote({ libraryId, modelId }: { libraryId: string; modelId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, refetch } = useQuery({
    ...engine.libraries.estimateEmbedding.queryOptions({ input: { library: libraryId, modelId } }),
    // The rate is that of this machine now.
    staleTime: 0,
    retry: false,
  })
  if (error !== null) return <FailureNote error={error} onRetry={() => void refetch()} />
  if (data === undefined) {
    return (
      <p role="status" className="text-ink-soft text-sm">
        {t('embedding.estimating')}
      </p>
    )
  }
  const facts = [
    t('count.passages', { count: data.chunks }),
    ...(data.cached === 0 ? [] : [t('embedding.cached', { count: data.cached })]),
    t('count.tokens', { count: data.tokens }),
    data.seconds === null ? t('embedding.timeUnknown') : t('plan.time', { time: format.seconds(data.seconds) }),
    data.nanoDollars === null
      ? t('models.priceUnknown')
      : t(data.nanoDollars === 0 ? 'cost.exact' : 'cost.estimated', { money: format.money(data.nanoDollars) }),
  ]
  return (
    <div className="rounded-md bg-sunken px-4 py-3">
      <p className="font-medium text-sm">{t('embedding.takes')}</p>
      <Facts facts={facts} className="mt-0.5" />
      <p className="mt-1 text-pretty text-ink-soft text-sm">{t('embedding.background')}</p>
    </div>
  )
}
