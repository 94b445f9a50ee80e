import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { connection } from '../engine/client.ts'
import { describeFailure } from '../engine/describe-failure.ts'
import { Button } from './ui/button.tsx'

/** What happened, what to do about it, and the code under which the manual and the log know it. */
export function FailureNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const { code, happened, next, correlationId } = describeFailure(t, error)
  // While the engine is away, the banner has the one button that helps.
  const reachable = useStore(connection.state, ({ state }) => state === 'open')
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-line bg-red-wash px-4 py-3">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-red" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{happened}</p>
        <p className="mt-0.5 text-ink-soft text-sm">{next}</p>
        <p className="mt-1.5 break-all font-mono text-ink-soft text-xs">
          {code}
          {correlationId === '' ? '' : ` · ${correlationId}`}
        </p>
      </div>
      {onRetry === undefined || !reachable ? null : (
        <Button size="small" onClick={onRetry}>
          {t('action.tryAgain')}
        </Button>
      )}
    </div>
  )
}
