import { useQuery } from '@tanstack/react-query'
import { CircleAlert, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { Job } from '../../../contract/jobs.ts'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { useFollowedJobs } from '../../engine/watch-jobs.ts'

/** Codes that mean something else of a model than of a document. */
const ownWords = ['URL_OFFLINE', 'URL_UNREACHABLE', 'FILE_DAMAGED'] as const
type OwnWord = (typeof ownWords)[number]

/** Why a model did not arrive, what is safe, and what can be done. */
export function FailedDownload({ job }: { job: Job }) {
  const { t } = useTranslation()
  const dismiss = useFollowedJobs((state) => state.dismiss)
  const { data } = useQuery(engine.jobs.items.queryOptions({ input: { jobId: job.id, state: 'failed', limit: 1 } }))
  const code = data?.items[0]?.error ?? null
  if (code === null) return null
  const words = hasOwnWords(code) ? (`models.failed.${code}` as const) : (`fileError.${code}` as const)
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-line bg-red-wash py-3 ps-4 pe-2">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-red" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{t(`${words}.happened`)}</p>
        <p className="mt-0.5 text-ink-soft text-sm">{t(`${words}.next`)}</p>
        <p className="mt-1.5 break-all font-mono text-ink-soft text-xs">{code}</p>
      </div>
      <Button look="quiet" size="icon-small" aria-label={t('action.dismiss')} onClick={() => dismiss(job.id)}>
        <X />
      </Button>
    </div>
  )
}

function hasOwnWords(code: FileErrorCode): code is OwnWord {
  return ownWords.some((own) => own === code)
}
