import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import type { AskedHow, LiveAnswer } from '../../engine/asking.ts'
import { ExchangeView } from './exchange-view.tsx'
import type { Exchange } from './exchanges.ts'
import { LiveExchange } from './live-exchange.tsx'
import { useLastAtTop } from './use-last-at-top.ts'

type ThreadProps = {
  conversationKey: string
  exchanges: readonly Exchange[]
  loading: boolean
  live: LiveAnswer | null
  /** Of the conversation; none means all. */
  libraryIds: readonly string[]
  onRetry(): void
  /** Asks a question of the thread once more, in another way. */
  onAskAgain(question: string, how: AskedHow): void
  /** Asks one of the questions that stand under the last answer. */
  onAskNext(question: string): void
}

/**
 * The exchanges, oldest first. A new question goes to the top of the window and its answer grows below it, so that
 * nothing moves while it streams.
 */
export function Thread({
  conversationKey,
  exchanges,
  loading,
  live,
  libraryIds,
  onRetry,
  onAskAgain,
  onAskNext,
}: ThreadProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const settled = live === null ? exchanges : withoutAsked(exchanges, live)
  const count = settled.length + (live === null ? 0 : 1)
  useLastAtTop(scroller, `${conversationKey} ${count}`)
  return (
    // Its own height is what the last exchange is measured by: a percentage of a least height would come to nothing.
    <ScrollRegion ref={scroller} label={t('chat.thread')} className="[container-type:size]">
      <div className="mx-auto flex w-full max-w-180 flex-col px-4 pt-6 sm:px-6 [&>article:last-of-type:not(:first-of-type)]:min-h-[100cqh] [&>article]:scroll-mt-6">
        {loading ? <Skeleton lines={6} /> : null}
        {settled.map((exchange, index) => (
          <ExchangeView
            key={exchange.question.id}
            exchange={exchange}
            libraryIds={libraryIds}
            onAskAgain={
              live === null && index === settled.length - 1 && exchange.question.text !== ''
                ? (how) => onAskAgain(exchange.question.text, how)
                : null
            }
            onAskNext={live === null && index === settled.length - 1 ? onAskNext : null}
          />
        ))}
        {live === null ? null : <LiveExchange answer={live} onRetry={onRetry} />}
      </div>
    </ScrollRegion>
  )
}

/** While a question is being answered the engine has kept it already: show it once. */
function withoutAsked(exchanges: readonly Exchange[], live: LiveAnswer): readonly Exchange[] {
  const last = exchanges.at(-1)
  const isAsked = last?.answer === null && last.question.text === live.question
  return isAsked ? exchanges.slice(0, -1) : exchanges
}
