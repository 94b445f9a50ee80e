/** Groups that a chart tells apart; the others are one. */
const mostGroups = 6

export type Step = {
  from: number
  to: number
  groups: readonly { key: string | null; nanoDollars: number; tokens: number }[]
}
export type Measure = 'money' | 'tokens'

/** `key`: of its group; `others` stands for all that are too small to be told apart, `none` for calls without one. */
export type Series = { id: string; key: string | null; total: number }
export type StackedStep = { from: number; to: number; values: Record<string, number> }

export const othersId = 'others'

/** Steps with a value for each series, and the series from the largest to the smallest, the others last. */
export function toSeries(steps: readonly Step[], measure: Measure): { series: Series[]; rows: StackedStep[] } {
  const amountOf = (group: Step['groups'][number]) => (measure === 'money' ? group.nanoDollars : group.tokens)
  const totals = new Map<string | null, number>()
  for (const { groups } of steps) {
    for (const group of groups) totals.set(group.key, (totals.get(group.key) ?? 0) + amountOf(group))
  }
  const ranked = [...totals].filter(([, total]) => total > 0).sort((a, b) => b[1] - a[1])
  const shown = ranked.length > mostGroups ? ranked.slice(0, mostGroups - 1) : ranked
  const hidden = ranked.slice(shown.length)
  const series = shown.map(([key, total], place) => ({ id: `s${place}`, key, total }))
  const idOf = new Map(series.map(({ key, id }) => [key, id]))
  if (hidden.length > 0) {
    series.push({ id: othersId, key: null, total: hidden.reduce((sum, [, total]) => sum + total, 0) })
  }
  const rows = steps.map(({ from, to, groups }) => {
    const values = Object.fromEntries(series.map(({ id }) => [id, 0]))
    for (const group of groups) {
      const value = amountOf(group)
      if (value === 0) continue
      const id = idOf.get(group.key) ?? othersId
      values[id] = (values[id] ?? 0) + value
    }
    return { from, to, values }
  })
  return { series, rows }
}
