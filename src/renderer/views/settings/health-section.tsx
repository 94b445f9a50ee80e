import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import en from '../../../../resources/locales/en.json'
import type { HealthPart, HealthStatus } from '../../../contract/health.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'

const signs = {
  healthy: { Icon: CircleCheck, colour: 'text-ink-faint' },
  degraded: { Icon: CircleAlert, colour: 'text-amber' },
  unhealthy: { Icon: CircleX, colour: 'text-red' },
} as const satisfies Record<HealthStatus, unknown>

/** Notices that say more about a part than that it works. */
const noticeSigns = {
  KEY_IN_FILE: signs.degraded,
  NO_LANGUAGE_MODEL: { Icon: CircleDashed, colour: 'text-ink-faint' },
} as const

/** The state of every part of the engine in plain words, and where the data lies. */
export function HealthSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, error, isLoading, refetch } = useQuery({
    ...engine.health.get.queryOptions(),
    refetchInterval: 10_000,
  })
  return (
    <section aria-labelledby="section-health" className="pt-9">
      <h2 id="section-health" className="scroll-mt-4 pb-1 font-semibold text-lg">
        {t('settings.health')}
      </h2>
      {isLoading ? <Skeleton lines={5} className="pt-3" /> : null}
      {error === null ? null : <FailureNote error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <ul className="divide-y divide-line">
            {data.parts.map((part) => (
              <Part key={part.name} part={part} />
            ))}
          </ul>
          <dl className="mt-5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm">
            <dt className="text-ink-faint">{t('health.version')}</dt>
            <dd className="tabular">{data.version}</dd>
            <dt className="text-ink-faint">{t('health.dataFolder')}</dt>
            <dd dir="ltr" className="justify-self-start break-all font-mono text-xs leading-5">
              {data.dataFolder}
            </dd>
            <dt className="text-ink-faint">{t('health.startedAt')}</dt>
            <dd className="tabular">{format.dateTime(data.startedAt)}</dd>
          </dl>
        </>
      )}
    </section>
  )
}

function isKnown(notice: string): notice is keyof typeof en.notice {
  return Object.hasOwn(en.notice, notice)
}

function saysStatus(notice: string | null): notice is keyof typeof noticeSigns {
  return notice !== null && Object.hasOwn(noticeSigns, notice)
}

function Part({ part }: { part: HealthPart }) {
  const { t } = useTranslation()
  const special = part.status === 'healthy' && saysStatus(part.notice) ? part.notice : null
  const { Icon, colour } = special === null ? signs[part.status] : noticeSigns[special]
  const status = special === null ? t(`health.status.${part.status}`) : t(`health.statusOf.${special}`)
  const notice = part.notice === null ? null : t(isKnown(part.notice) ? `notice.${part.notice}` : 'notice.other')
  return (
    <li className="flex gap-3 py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colour}`} />
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{t(`health.part.${part.name}`)}</span>{' '}
          <span className={special === 'KEY_IN_FILE' ? 'text-amber' : 'text-ink-soft'}>{status}</span>
        </p>
        {notice === null ? null : (
          <p className="text-pretty text-ink-soft text-sm">
            {notice} <span className="font-mono text-ink-faint text-xs">{part.notice}</span>
          </p>
        )}
      </div>
    </li>
  )
}
