import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Milliseconds between looks: it goes on without anybody at the page. */
const look = 10_000

/** What answering ahead does now and what it has done; nothing while that is not known. */
export function AheadStatusLine() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery({ ...engine.ahead.status.queryOptions(), refetchInterval: look })
  if (data === undefined) return null
  const { state, power, month } = data
  const done =
    month.answers === 0 && month.used === 0
      ? t('ahead.never')
      : t('ahead.month', {
          count: month.answers,
          used: month.used,
          time: format.seconds(month.seconds),
          money: format.money(month.nanoDollars),
        })
  return (
    <p className="tabular text-pretty pb-2 text-ink-soft text-sm">
      {t(`ahead.state.${state}`)} {state === 'off' ? null : t(`ahead.power.${power}`)} {done}
    </p>
  )
}
