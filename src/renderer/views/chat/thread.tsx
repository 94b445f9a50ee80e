import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { ExchangeView } from './exchange-view.tsx'
import type { ShownExchange } from './shown-exchanges.ts'
import { useReadingPlace } from './use-reading-place.ts'

type ThreadProps = {
  conversationKey: string
  /** Null for one that the engine has not numbered yet. */
  conversationId: string | null
  exchanges: readonly ShownExchange[]
  loading: boolean
  /** An answer is on its way. */
  isBusy: boolean
  /** Of the conversation; none means all. */
  libraryIds: readonly string[]
}

/**
 * The exchanges, oldest first. A new question goes to the top of the window and its answer grows below it, so that
 * nothing moves while it streams.
 */
export function Thread({ conversationKey, conversationId, exchanges, loading, isBusy, libraryIds }: ThreadProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  useReadingPlace(scroller, `${conversationKey} ${exchanges.length}`)
  return (
    // Its own height is what the last exchange is measured by: a percentage of a least height would come to nothing.
    <ScrollRegion ref={scroller} label={t('chat.thread')} className="[container-type:size]">
      <div className="mx-auto flex w-full max-w-180 flex-col px-4 pt-6 sm:px-6 [&>article:last-of-type:not(:first-of-type)]:min-h-[100cqh] [&>article]:scroll-mt-6">
        {loading ? <Skeleton lines={6} /> : null}
        {exchanges.map((exchange, index) => (
          <ExchangeView
            key={exchange.key}
            exchange={exchange}
            conversationId={conversationId}
            libraryIds={libraryIds}
            isLast={index === exchanges.length - 1}
            isBusy={isBusy}
          />
        ))}
      </div>
    </ScrollRegion>
  )
}
