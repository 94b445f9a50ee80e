import { useTranslation } from 'react-i18next'
import type { Comparison, EvaluationSummary } from '../../../contract/evaluation.ts'
import { useFormat } from '../../lib/use-format.ts'
import { IntervalBar } from './interval-bar.tsx'
import { formatDifference, formatScore, measures, scoreOf } from './measures.ts'

const cell = 'px-2 py-1.5 text-end whitespace-nowrap'

/** The figures of one way, or of two side by side with how surely they differ. */
export function MeasureTable({ evaluation }: { evaluation: EvaluationSummary }) {
  const { t } = useTranslation()
  const { results, comparison } = evaluation
  const isCompared = results.length > 1
  const scale = Math.max(0, ...comparison.flatMap(({ interval }) => [Math.abs(interval.from), Math.abs(interval.to)]))
  const shown = measures.filter((measure) => results.some((result) => scoreOf(result, measure) !== undefined))
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={t('evaluation.figures')}
      className="overflow-x-auto rounded-md border border-line"
    >
      <table className="tabular w-full border-collapse text-sm">
        <thead>
          <tr className="border-line border-b text-ink-soft text-xs">
            <th scope="col" className="px-3 py-2 text-start font-medium">
              {t('evaluation.measure')}
            </th>
            {results.map((result, place) => (
              <th key={place === 0 ? 'first' : 'second'} scope="col" className={`${cell} font-medium`}>
                {isCompared ? t(place === 0 ? 'evaluation.first' : 'evaluation.second') : t('evaluation.score')}
                <span className="sr-only">{Object.keys(result.retrieval).join(', ')}</span>
              </th>
            ))}
            {isCompared ? (
              <>
                <th scope="col" className={`${cell} font-medium`}>
                  {t('evaluation.difference')}
                </th>
                <th scope="col" className="px-2 py-1.5 text-center font-medium">
                  {t('evaluation.likely')}
                </th>
                <th scope="col" className={`${cell} pe-3 font-medium`}>
                  {t('evaluation.record')}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {shown.map((measure) => {
            const compared = comparison.find((each) => each.measure === measure)
            return (
              <tr key={measure}>
                <th scope="row" title={t(`evaluation.about.${measure}`)} className="px-3 py-1.5 text-start font-normal">
                  {t(`evaluation.name.${measure}`)}
                </th>
                {results.map((result, place) => (
                  <ScoreCell key={place === 0 ? 'first' : 'second'} score={scoreOf(result, measure)} />
                ))}
                {isCompared ? <ComparedCells comparison={compared} scale={scale} /> : null}
              </tr>
            )
          })}
          <LatencyRow results={results} />
        </tbody>
      </table>
    </section>
  )
}

function ScoreCell({ score }: { score: number | null | undefined }) {
  const { i18n } = useTranslation()
  return <td className={cell}>{formatScore(i18n.language, score)}</td>
}

function ComparedCells({ comparison, scale }: { comparison: Comparison | undefined; scale: number }) {
  const { t, i18n } = useTranslation()
  if (comparison === undefined) return <td colSpan={3} />
  const { difference, p, wins, losses, ties } = comparison
  return (
    <>
      <td className={cell}>{formatDifference(i18n.language, difference)}</td>
      <td className="px-2 py-1.5">
        <span className="flex items-center justify-center gap-2 text-ink-soft text-xs">
          <IntervalBar comparison={comparison} scale={scale} />
          {p < 0.001 ? t('evaluation.pTiny') : t('evaluation.p', { p: p.toFixed(3) })}
        </span>
      </td>
      <td className={`${cell} pe-3`}>{t('evaluation.wins', { wins, losses, ties })}</td>
    </>
  )
}

function LatencyRow({ results }: { results: EvaluationSummary['results'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <tr>
      <th scope="row" className="px-3 py-1.5 text-start font-normal">
        {t('evaluation.latency')}
      </th>
      {results.map(({ latency }, place) => (
        <td key={place === 0 ? 'first' : 'second'} className={cell}>
          {format.milliseconds(latency.p50)} / {format.milliseconds(latency.p95)}
        </td>
      ))}
      {results.length > 1 ? <td colSpan={3} /> : null}
    </tr>
  )
}
