import { useTranslation } from 'react-i18next'
import type { Comparison } from '../../../contract/evaluation.ts'
import { formatDifference, verdictOf } from './measures.ts'

const width = 120
const colours = { better: 'text-accent', worse: 'text-red', same: 'text-ink-faint' } as const

/**
 * An interval around its difference on a line whose middle is no difference. All bars of a table have one scale.
 *
 * @param scale the largest distance from the middle that any bar of the table has
 */
export function IntervalBar({ comparison, scale }: { comparison: Comparison; scale: number }) {
  const { t, i18n } = useTranslation()
  const { from, to } = comparison.interval
  const at = (value: number) => width / 2 + (scale === 0 ? 0 : (value / scale) * (width / 2 - 4))
  const say = (value: number) => formatDifference(i18n.language, value)
  return (
    <svg
      role="img"
      aria-label={t('evaluation.interval', { from: say(from), to: say(to) })}
      viewBox={`0 0 ${width} 16`}
      className={`h-4 w-30 rtl:-scale-x-100 ${colours[verdictOf(comparison)]}`}
    >
      <line x1={width / 2} x2={width / 2} y1={1} y2={15} className="stroke-line-strong" />
      <line x1={at(from)} x2={at(to)} y1={8} y2={8} stroke="currentColor" strokeWidth={2} strokeLinecap="round" />
      <circle cx={at(comparison.difference)} cy={8} r={3.5} fill="currentColor" />
    </svg>
  )
}
