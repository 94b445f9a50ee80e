import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboundCall } from '../../../contract/network.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { engine } from '../../engine/client.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'

const pageSize = 200
const rowHeight = 44
/** Milliseconds between looks: calls are made without anybody at the page. */
const look = 10_000

/** Every call that left or was kept from leaving, latest first. */
export function NetworkLog() {
  const { t } = useTranslation()
  const [host, setHost] = useState('')
  const scroller = useRef<HTMLElement>(null)
  const wanted = host.trim()
  const query = useInfiniteQuery({
    ...engine.network.log.infiniteOptions({
      input: (offset: number) => ({ offset, limit: pageSize, ...(wanted === '' ? {} : { host: wanted }) }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const seen = pages.reduce((sum, page) => sum + page.items.length, 0)
        return seen < last.total && last.items.length > 0 ? seen : undefined
      },
    }),
    refetchInterval: look,
  })
  const items = (query.data?.pages ?? []).flatMap((page) => page.items)
  const total = query.data?.pages[0]?.total ?? 0
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= items.length - 20) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, items.length])

  return (
    <div className="flex flex-col gap-2 pt-4">
      <h3 className="font-medium">{t('network.log.title')}</h3>
      <p className="text-pretty text-ink-soft text-sm">{t('network.log.text')}</p>
      <SearchField label={t('network.log.find')} value={host} onChange={setHost} />
      {query.error === null ? null : <FailureNote error={query.error} onRetry={() => void query.refetch()} />}
      <p aria-live="polite" className="tabular text-ink-faint text-xs">
        {query.isSuccess ? (total === 0 ? t('network.log.empty') : t('network.log.count', { count: total })) : null}
      </p>
      {items.length === 0 ? null : (
        <ScrollRegion ref={scroller} label={t('network.log.title')} className="max-h-80 rounded-md border border-line">
          <ul className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((row) => {
              const call = items[row.index]
              return call === undefined ? null : (
                <li
                  key={call.id}
                  className={cn(
                    'absolute inset-x-0 top-0 px-3 py-1',
                    row.index < items.length - 1 && 'border-line border-b',
                  )}
                  style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
                >
                  <Call call={call} />
                </li>
              )
            })}
          </ul>
        </ScrollRegion>
      )}
    </div>
  )
}

function Call({ call }: { call: OutboundCall }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { at, purpose, host, proxy, status, code, bytesSent, bytesReceived } = call
  return (
    <>
      <p className="flex gap-3 text-sm">
        <span dir="ltr" className="min-w-0 flex-1 truncate text-start">
          {host}
        </span>
        <span className={cn('tabular shrink-0', code === null ? 'text-ink-soft' : 'text-amber')}>{code ?? status}</span>
      </p>
      <p className="tabular flex gap-3 text-ink-faint text-xs">
        <span className="min-w-0 flex-1 truncate">
          {format.dateTime(at)} · {purpose}
          {proxy === null ? null : <> · {t('network.log.by', { proxy })}</>}
        </span>
        <span className="shrink-0">
          {t('network.log.sent')} {format.bytes(bytesSent)} · {t('network.log.received')} {format.bytes(bytesReceived)}
        </span>
      </p>
    </>
  )
}
