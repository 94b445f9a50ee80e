import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/use-format.ts'
import { writeStep } from './axis.ts'
import type { OverTimeProps } from './over-time-chart.tsx'
import { cell, headCell, ScrollTable } from './scroll-table.tsx'

/** What the chart shows, in figures, latest first. */
export function OverTimeTable({ rows, series, measure, step }: OverTimeProps) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const write = (value: number) => (measure === 'money' ? format.money(value) : format.count(value))
  return (
    <ScrollTable label={t('usage.overTime')}>
      <thead>
        <tr className="text-ink-soft text-xs">
          <th scope="col" className="px-3 py-2 text-start font-medium">
            {t('usage.time')}
          </th>
          {series.map(({ id, title }) => (
            <th key={id} scope="col" className={headCell}>
              <bdi>{title}</bdi>
            </th>
          ))}
          <th scope="col" className={headCell}>
            {t('usage.total')}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.toReversed().map(({ from, values }) => (
          <tr key={from}>
            <th scope="row" className="whitespace-nowrap px-3 py-1.5 text-start font-normal">
              {writeStep(i18n.language, from, step)}
            </th>
            {series.map(({ id }) => (
              <td key={id} className={cell}>
                {write(values[id] ?? 0)}
              </td>
            ))}
            <td className={cell}>{write(Object.values(values).reduce((sum, value) => sum + value, 0))}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}
