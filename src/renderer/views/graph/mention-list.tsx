import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Entity, Mention } from '../../../contract/graph.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { describePlace } from '../../lib/place.ts'
import { cutOut } from './cut-out.ts'

const together = 30

type MentionListProps = {
  entity: Entity
  /** With one, only the sentences that name both. */
  beside: Entity | null
  onBack?: () => void
  onOther?: () => void
}

/** The sentences in which an entity stands; each opens its document at the place. */
export function MentionList({ entity, beside, onBack, onOther }: MentionListProps) {
  const { t } = useTranslation()
  const showSource = useViewState((state) => state.showSource)
  const query = useInfiniteQuery(
    engine.graph.mentions.infiniteOptions({
      input: (offset: number) => ({
        entityId: entity.id,
        limit: together,
        offset,
        ...(beside === null ? {} : { besideId: beside.id }),
      }),
      initialPageParam: 0,
      getNextPageParam: ({ total }, pages) => {
        const loaded = pages.reduce((sum, { items }) => sum + items.length, 0)
        return loaded < total ? loaded : undefined
      },
    }),
  )
  const mentions = query.data?.pages.flatMap(({ items }) => items) ?? []
  const title = beside === null ? t('graph.places') : t('graph.placesOfBoth', { one: entity.name, other: beside.name })
  return (
    <section aria-label={title}>
      {beside === null ? (
        <h3 className="px-2 pt-1 pb-1 text-ink-faint text-xs">{title}</h3>
      ) : (
        <div className="flex flex-col items-start gap-1 px-2 pb-2">
          <Button look="quiet" size="small" className="-ms-2.5" onClick={onBack}>
            <ArrowLeft className="rtl:-scale-x-100" />
            {t('graph.back')}
          </Button>
          <h3 className="text-pretty text-sm">{title}</h3>
          <Button size="small" className="max-w-full" onClick={onOther}>
            <span className="truncate">{t('graph.goTo', { name: beside.name })}</span>
          </Button>
        </div>
      )}
      {query.isLoading ? <Skeleton className="p-2" lines={4} /> : null}
      {query.error === null ? null : <FailureNote error={query.error} onRetry={() => void query.refetch()} />}
      <ol className="flex flex-col gap-px">
        {mentions.map((mention, index) => (
          <li key={`${mention.documentId} ${mention.start}`}>
            <MentionButton mention={mention} onOpen={() => showSource({ kind: 'mention', mentions, index })} />
          </li>
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button
          look="quiet"
          size="small"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('graph.more', { count: (query.data?.pages[0]?.total ?? 0) - mentions.length })}
        </Button>
      ) : null}
    </section>
  )
}

function MentionButton({ mention, onOpen }: { mention: Mention; onOpen(): void }) {
  const { t } = useTranslation()
  const place = describePlace(t, { ...mention, headingPath: [] })
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex w-full flex-col gap-0.5 rounded-md px-2 py-1.5 text-start -outline-offset-2 hover:bg-hover"
    >
      <span className="flex max-w-full items-center gap-1.5 text-ink-faint text-xs">
        <DocumentIcon type={mention.type} className="size-3.5" />
        <span className="truncate">{[mention.document, ...place].join(' · ')}</span>
      </span>
      <span dir="auto" className="text-sm [overflow-wrap:anywhere]">
        {cutOut(mention.text, mention.named).map(({ text, isNamed, start }) =>
          isNamed ? (
            <mark key={start} className="rounded-sm bg-accent-wash px-0.5 font-medium text-ink">
              {text}
            </mark>
          ) : (
            <span key={start}>{text}</span>
          ),
        )}
      </span>
    </button>
  )
}
