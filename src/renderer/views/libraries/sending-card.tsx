import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Progress } from '../../components/ui/progress.tsx'
import { dropSending, type Sending } from '../../engine/add-documents.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Files on their way to the engine, which cannot count them before they have arrived. */
export function SendingCard({ sending }: { sending: Sending }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, state, sent, total, tooLarge, error } = sending
  const done = state === 'sending' && sent === total
  const text =
    state === 'listing' ? t('sending.listing') : t('sending.progress', { sent: format.count(sent), count: total })
  return (
    <div className="rounded-md border border-line bg-panel px-3.5 py-2.5">
      {state === 'failed' ? (
        <FailureNote error={error} />
      ) : (
        <div className="flex items-center gap-3 text-sm">
          <p className="tabular min-w-0 flex-1 truncate">{done ? t('sending.done', { count: total }) : text}</p>
          {done ? null : (
            <Button size="small" look="quiet" onClick={() => sending.controller.abort()}>
              {t('action.cancel')}
            </Button>
          )}
        </div>
      )}
      {done || state === 'failed' ? null : <Progress value={total === 0 ? null : sent / total} label={text} />}
      {tooLarge.length === 0 ? null : (
        <p className="mt-1.5 text-amber text-sm">
          {t('sending.tooLarge', { count: tooLarge.length, names: format.list(tooLarge.slice(0, 3)) })}
        </p>
      )}
      {done || state === 'failed' ? (
        <div className="mt-1.5 flex justify-end">
          <Button size="small" look="quiet" onClick={() => dropSending(id)}>
            {t('action.dismiss')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
