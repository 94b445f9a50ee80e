import { useTranslation } from 'react-i18next'
import type { WaitingAnswer } from '../../../contract/waiting.ts'
import { Button } from '../../components/ui/button.tsx'
import { describeFailure } from '../../engine/describe-failure.ts'
import { toldFailure } from '../../engine/failure.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'

type PostponedNoteProps = {
  waiting: WaitingAnswer
  /** Null where the thread has gone on since. */
  onRetry: (() => void) | null
  onStop(): void
}

/** Why an answer is still to come, when models are asked for it again, and the way out. */
export function PostponedNote({
  waiting: { code, reason, retryAt, inBatchSince },
  onRetry,
  onStop,
}: PostponedNoteProps) {
  const { t } = useTranslation()
  const happened = code === null ? '' : describeFailure(t, toldFailure(code, { reason })).happened
  const isInBatch = inBatchSince !== null
  const why = isInBatch
    ? t(code === null ? 'answer.waits.inBatch' : 'answer.waits.batchAway', { happened })
    : code === null
      ? t('answer.waits.turn')
      : t('answer.waits.why', { happened })
  return (
    <div className="mt-3 font-sans text-sm">
      <p role="status" className="text-amber">
        {retryAt === null ? t('answer.waits.givenUp', { happened }) : why}
      </p>
      {retryAt === null ? null : <NextTry at={retryAt} isInBatch={isInBatch} />}
      <div className="mt-2 flex flex-wrap gap-2">
        {retryAt === null ? (
          onRetry === null ? null : (
            <Button size="small" onClick={onRetry}>
              {t('action.tryAgain')}
            </Button>
          )
        ) : (
          <Button size="small" onClick={onStop}>
            {t('answer.waits.stop')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Not part of what readers hear at each change: it counts down. */
function NextTry({ at, isInBatch }: { at: number; isInBatch: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const left = at - useNow(1_000)
  return (
    <p className="tabular mt-1 text-ink-soft">
      {left <= 0
        ? t(isInBatch ? 'answer.waits.looking' : 'answer.waits.now')
        : t(isInBatch ? 'answer.waits.look' : 'answer.waits.next', { time: format.seconds(left / 1_000) })}
    </p>
  )
}
