import type { DocumentBuilder } from '../document-builder.ts'
import { allNamed, childrenNamed, descend, elementsOf, type XmlElement } from '../xml/xml-tree.ts'
import { addChart, addDiagram } from './drawing-data.ts'
import { type DrawingParagraph, paragraphsOf } from './drawing-text.ts'

export type SlideContext = {
  builder: DocumentBuilder
  page: number
  /** The part that a relation of the slide leads to, null without one. */
  related(id: string | undefined): XmlElement | null
}

/** Numbers and dates that the program writes on every slide. */
const filledIn = new Set(['sldNum', 'dt'])
const titles = new Set(['title', 'ctrTitle'])

/** Adds the shapes of a slide, its title first. */
export function addShapes(tree: XmlElement, context: SlideContext): void {
  const shapes = flatten(tree).filter((shape) => !isHidden(shape))
  const isTitle = (shape: XmlElement) => titles.has(placeholderOf(shape) ?? '')
  for (const shape of shapes.filter(isTitle)) {
    const text = paragraphsOf(descend(shape, 'p:txBody')).map((paragraph) => paragraph.text)
    context.builder.add('heading', text.join('\n'), { level: 1, page: context.page })
  }
  for (const shape of shapes.filter((shape) => !isTitle(shape))) addShape(shape, context)
}

/** Shapes of groups among the others; of an alternative, the first that is offered. */
function flatten(tree: XmlElement): XmlElement[] {
  return elementsOf(tree).flatMap((element) => {
    if (element.name === 'p:grpSp') return [element, ...flatten(element)]
    if (element.name !== 'mc:AlternateContent') return [element]
    const offered = elementsOf(element)[0]
    return offered === undefined ? [] : flatten(offered)
  })
}

function addShape(shape: XmlElement, context: SlideContext): void {
  const { builder, page } = context
  const placeholder = placeholderOf(shape)
  if (placeholder !== null && filledIn.has(placeholder)) return
  const described = propertiesOf(shape)?.attributes['descr']
  if (described !== undefined) builder.add('caption', described, { page })
  if (shape.name === 'p:graphicFrame') addGraphic(shape, context)
  else addText(shape, { context, placeholder })
}

function addText(
  shape: XmlElement,
  { context: { builder, page }, placeholder }: { context: SlideContext; placeholder: string | null },
): void {
  const paragraphs = paragraphsOf(descend(shape, 'p:txBody'))
  if (placeholder === 'ftr') {
    builder.add('note', paragraphs.map(({ text }) => text).join('\n'), { page })
    return
  }
  const isOutline = (placeholder === 'body' || placeholder === 'obj') && paragraphs.length > 1
  for (const paragraph of paragraphs) addParagraph(paragraph, { builder, page, isOutline })
}

type ParagraphContext = Pick<SlideContext, 'builder' | 'page'> & { isOutline: boolean }

/** In an outline, points have bullets unless they say not; elsewhere only those that say so, or stand deeper. */
function addParagraph(paragraph: DrawingParagraph, { builder, page, isOutline }: ParagraphContext): void {
  const { text, bullet, level } = paragraph
  const isItem = bullet ?? (isOutline || level > 1)
  if (isItem) builder.add('list-item', text, { level, page })
  else builder.add('paragraph', text, { page })
}

function addGraphic(frame: XmlElement, { builder, page, related }: SlideContext): void {
  const data = descend(frame, 'a:graphic', 'a:graphicData')
  if (data === undefined) return
  const table = descend(data, 'a:tbl')
  if (table !== undefined) builder.addTable(childrenNamed(table, 'a:tr').map(cellsOf), { page })
  const chart = related(descend(data, 'c:chart')?.attributes['r:id'])
  if (chart !== null) addChart(builder, chart, page)
  const diagram = related(descend(data, 'dgm:relIds')?.attributes['r:dm'])
  if (diagram !== null) addDiagram(builder, diagram, page)
}

function cellsOf(row: XmlElement): string[] {
  return childrenNamed(row, 'a:tc').map((cell) =>
    paragraphsOf(descend(cell, 'a:txBody'))
      .map(({ text }) => text)
      .join('\n'),
  )
}

/** Null for a shape that is no placeholder; without a type it is one for any object. */
function placeholderOf(shape: XmlElement): string | null {
  const holder = elementsOf(shape).find(({ name }) => /^p:nv\w*Pr$/.test(name))
  const place = holder && descend(holder, 'p:nvPr', 'p:ph')
  return place === undefined ? null : (place.attributes['type'] ?? 'obj')
}

function propertiesOf(shape: XmlElement): XmlElement | undefined {
  const holder = elementsOf(shape).find(({ name }) => /^p:nv\w*Pr$/.test(name))
  return holder && allNamed(holder, 'p:cNvPr').next().value
}

function isHidden(shape: XmlElement): boolean {
  return /^(1|true)$/.test(propertiesOf(shape)?.attributes['hidden'] ?? '')
}
