import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { usePendingDeletions } from '../../engine/deferred-deletion.ts'
import { isDisconnected } from '../../engine/failure.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { ConversationRow } from './conversation-row.tsx'

const pageSize = 100
const rowHeight = 36

/** Conversations, latest first. J and K move, Enter opens. */
export function ConversationList({ current }: { current: string | null }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const pending = usePendingDeletions()
  const query = useInfiniteQuery(
    engine.chat.conversations.list.infiniteOptions({
      input: (offset: number) => ({ offset, limit: pageSize }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const seen = pages.reduce((sum, page) => sum + page.items.length, 0)
        return seen < last.total && last.items.length > 0 ? seen : undefined
      },
    }),
  )
  const items = (query.data?.pages ?? []).flatMap((page) => page.items).filter(({ id }) => !pending.has(id))
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => items[index]?.id ?? index,
  })
  useListKeys(scroller)
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= items.length - 20) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, items.length])

  const unread = query.data === undefined
  if (query.isLoading || (unread && isDisconnected(query.error))) {
    return <Skeleton className="px-4 pt-2" lines={6} />
  }
  if (query.isError && unread) {
    return (
      <div className="p-3">
        <FailureNote error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  if (items.length === 0) return <EmptyState title={t('chat.empty')} text={t('chat.emptyText')} />
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => {
          const conversation = items[row.index]
          return conversation === undefined ? null : (
            <li
              key={row.key}
              className="absolute inset-x-0 top-0"
              style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
            >
              <ConversationRow conversation={conversation} current={conversation.id === current} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
