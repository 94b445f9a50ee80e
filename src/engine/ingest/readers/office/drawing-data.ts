import type { DocumentBuilder } from '../document-builder.ts'
import { allNamed, childrenNamed, descend, textOf, type XmlElement } from '../xml/xml-tree.ts'
import { paragraphsOf } from './drawing-text.ts'

/** Adds a chart as what it shows: its title, and its numbers as a table with a column for each series. */
export function addChart(builder: DocumentBuilder, chart: XmlElement, page: number): void {
  const title = descend(chart, 'c:chart', 'c:title')
  const words = title === undefined ? [] : [...allNamed(title, 'a:t')].map(textOf)
  builder.add('caption', words.join(''), { page })
  const series = [...allNamed(chart, 'c:ser')].map((element) => ({
    name: pointsOf(element, 'c:tx')[0] ?? '',
    categories: pointsOf(element, 'c:cat', 'c:xVal'),
    values: pointsOf(element, 'c:val', 'c:yVal'),
  }))
  const longest = series.reduce((most, { values }) => Math.max(most, values.length), 0)
  const categories = series.find((one) => one.categories.length > 0)?.categories ?? []
  const rows = Array.from({ length: longest }, (_, index) => [
    categories[index] ?? '',
    ...series.map(({ values }) => values[index] ?? ''),
  ])
  builder.addTable([['', ...series.map(({ name }) => name)], ...rows], { page })
}

/** A chart of a million points is a picture of a sheet that is read itself. */
const mostPoints = 1_000

/** Values by their index, which may leave some out; '' for those. */
function pointsOf(series: XmlElement, ...names: readonly string[]): string[] {
  const source = names.map((name) => descend(series, name)).find((element) => element !== undefined)
  const points: string[] = []
  if (source === undefined) return points
  for (const point of allNamed(source, 'c:pt')) {
    const index = Number(point.attributes['idx'] ?? points.length)
    if (index >= 0 && index < mostPoints) points[index] = textOf(descend(point, 'c:v'))
  }
  return points.length > 0 ? Array.from(points, (point) => point ?? '') : [textOf(descend(source, 'c:v'))]
}

/** Adds the words of a diagram, in the order in which they were written. */
export function addDiagram(builder: DocumentBuilder, diagram: XmlElement, page: number): void {
  const list = descend(diagram, 'dgm:ptLst')
  for (const point of list === undefined ? [] : childrenNamed(list, 'dgm:pt')) {
    for (const { text } of paragraphsOf(descend(point, 'dgm:t'))) builder.add('list-item', text, { level: 1, page })
  }
}
