import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import type { Model } from '../../../contract/models.ts'
import { Progress } from '../../components/ui/progress.tsx'

/** Which model serves a library now, how many of its passages have vectors, and which it changes to. */
export function EmbeddingState({ library, models }: { library: Library; models: readonly Model[] }) {
  const { t } = useTranslation()
  const { chunks, embedding } = library
  const nameOf = (modelId: string) => models.find(({ id }) => id === modelId)?.title ?? modelId
  if (embedding.modelId === null && embedding.next === null) {
    return <p className="text-pretty text-ink-soft">{t('embedding.keywordsOnly')}</p>
  }
  return (
    <div className="flex flex-col gap-2 text-sm">
      {embedding.modelId === null ? null : (
        <VectorCount
          label={t('embedding.serves', { name: nameOf(embedding.modelId) })}
          vectors={embedding.vectors}
          chunks={chunks}
        />
      )}
      {embedding.next === null ? null : (
        <VectorCount
          label={t(embedding.modelId === null ? 'embedding.gets' : 'embedding.changesTo', {
            name: nameOf(embedding.next.modelId),
          })}
          vectors={embedding.next.vectors}
          chunks={chunks}
        />
      )}
    </div>
  )
}

function VectorCount({ label, vectors, chunks }: { label: string; vectors: number; chunks: number }) {
  const { t } = useTranslation()
  return (
    <div>
      <p>{label}</p>
      <p className="tabular text-ink-soft">{t('embedding.vectors', { vectors, count: chunks })}</p>
      {vectors < chunks ? (
        <div className="pt-1">
          <Progress value={vectors / chunks} label={label} />
        </div>
      ) : null}
    </div>
  )
}
