import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import type { ExplainedChunk, Explanation, Standing } from '../../../contract/explain.ts'
import { Button } from '../../components/ui/button.tsx'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useCutText } from './use-cut-text.ts'

const shownAtFirst = 5
const lists = ['keyword', 'dense', 'fused', 'reranked', 'context'] as const

type ExplainedChunksProps = { explanation: Explanation; cited: Span | null }

/** The document's passages that stand in any list, the one that is asked about first. */
export function ExplainedChunks({ explanation: { chunks, document }, cited }: ExplainedChunksProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const isCited = (chunk: ExplainedChunk) => cited !== null && chunk.start < cited.end && cited.start < chunk.end
  const ordered = [...chunks.filter(isCited), ...chunks.filter((chunk) => !isCited(chunk))]
  const shown = all ? ordered : ordered.slice(0, shownAtFirst)
  return (
    <section aria-labelledby="explained-chunks" className="pt-6">
      <h3 id="explained-chunks" className="font-semibold">
        {t('explain.chunks', { found: chunks.length, count: document.chunks })}
      </h3>
      <ul className="divide-y divide-line">
        {shown.map((chunk) => (
          <Chunk key={chunk.chunkId} chunk={chunk} cited={isCited(chunk)} />
        ))}
      </ul>
      {shown.length === ordered.length ? null : (
        <Button look="quiet" size="small" className="-ms-2.5" onClick={() => setAll(true)}>
          {t('explain.more', { count: ordered.length - shown.length })}
        </Button>
      )}
    </section>
  )
}

function Chunk({ chunk, cited }: { chunk: ExplainedChunk; cited: boolean }) {
  const { t } = useTranslation()
  const cutText = useCutText()
  const place = [
    ...(cited ? [t('explain.thisPassage')] : []),
    ...(chunk.page === null ? [] : [t('place.page', { page: chunk.page })]),
    cutText(chunk.cut) ?? t('explain.inAnswer'),
  ]
  return (
    <li className="py-3">
      <p className={cn('text-sm', chunk.cut === null ? 'text-ink' : 'text-ink-soft')}>{place.join(' · ')}</p>
      <p className="reading mt-1 line-clamp-3 text-ink-soft text-sm">{chunk.text}</p>
      <dl className="tabular mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        {lists.map((list) => (
          <div key={list} className="flex gap-1.5">
            <dt className="text-ink-faint">{t(`explain.list.${list}`)}</dt>
            <dd>
              <Place standing={chunk[list]} />
            </dd>
          </div>
        ))}
      </dl>
      <Terms terms={chunk.terms} />
    </li>
  )
}

function Place({ standing }: { standing: Standing | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (standing === null) return <span className="text-ink-faint">{t('explain.notListed')}</span>
  return t('explain.standing', { rank: standing.rank, score: format.score(standing.score) })
}

function Terms({ terms }: Pick<ExplainedChunk, 'terms'>) {
  const { t } = useTranslation()
  const format = useFormat()
  if (terms.length === 0) return null
  return (
    <ul aria-label={t('explain.words')} className="tabular mt-1.5 flex flex-wrap gap-1.5 text-xs">
      {terms.map(({ text, occurrences, weight }) => (
        <li key={text} className="rounded-full bg-chosen px-2 py-0.5 text-ink-soft">
          {t('explain.term', { text, count: occurrences, weight: format.score(weight) })}
        </li>
      ))}
    </ul>
  )
}
