import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormat } from '../../lib/use-format.ts'
import { useMedia } from '../../lib/use-media.ts'
import { ticksOf, writeStep, writeTick } from './axis.ts'
import type { Measure, StackedStep } from './series.ts'
import type { Stretch } from './usage-period.ts'

export type OverTimeProps = {
  rows: readonly StackedStep[]
  series: readonly { id: string; title: string }[]
  measure: Measure
  step: Stretch['step']
}

/** Colours of the page's tokens, told apart by lightness as well, so that they differ without colours too. */
const colours = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6'].map(
  (name) => `var(${name})`,
)

/** Stacked bars, a step of time each. What it shows stands in the table for whoever can't see it. */
export function OverTimeChart({ rows, series, measure, step }: OverTimeProps) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const write = (value: number) => (measure === 'money' ? format.money(value) : format.count(value))
  const data = rows.map(({ from, values }) => ({ from, ...values }))
  const ticks = ticksOf(
    Math.max(...rows.map(({ values }) => Object.values(values).reduce((sum, each) => sum + each, 0))),
  )
  const axis = { measure, step: ticks[1] ?? 1 }
  const isMirrored = document.documentElement.dir === 'rtl'
  return (
    // Where its texts begin and end is said for one direction; which side is first is said by the axes.
    <div dir="ltr" role="img" aria-label={t('usage.chart')} className="h-64 text-xs [&_.recharts-surface]:outline-none">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={data}
          accessibilityLayer={false}
          margin={{ top: 4, right: isMirrored ? 4 : 28, bottom: 0, left: isMirrored ? 28 : 4 }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="from"
            reversed={isMirrored}
            tickFormatter={(from: number) => writeStep(i18n.language, from, step)}
            tick={{ fill: 'var(--ink-soft)' }}
            tickLine={false}
            axisLine={{ stroke: 'var(--line)' }}
            interval="equidistantPreserveStart"
            minTickGap={24}
          />
          <YAxis
            orientation={isMirrored ? 'right' : 'left'}
            width="auto"
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? 1]}
            tickFormatter={(value: number) => writeTick(i18n.language, value, axis)}
            tick={{ fill: 'var(--ink-soft)' }}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 6 }}
            labelFormatter={(from) => writeStep(i18n.language, Number(from), step)}
            formatter={(value) => write(Number(value))}
          />
          <Legend itemSorter={null} formatter={(title) => <bdi className="text-ink-soft">{title}</bdi>} />
          {series.map(({ id, title }, place) => (
            <Bar
              key={id}
              dataKey={id}
              name={title}
              stackId="all"
              fill={colours[place % colours.length] ?? 'var(--chart-1)'}
              isAnimationActive={!isStill}
              animationDuration={160}
              maxBarSize={40}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}
