import type { DocumentBuilder } from '../document-builder.ts'
import { allNamed, descend, elementsOf, textOf, type XmlElement } from '../xml/xml-tree.ts'
import type { OdfStyles } from './odf-styles.ts'

export type OdfContext = {
  builder: DocumentBuilder
  styles: OdfStyles
  /** Slide of a presentation, null for a text. */
  page: number | null
}

/** What hangs on a paragraph and stands behind it: notes, comments, and frames with text or pictures. */
type Attached = { notes: string[]; frames: XmlElement[] }

/** Adds a heading, paragraph, list, table or what holds those. */
export function addOdfBlock(element: XmlElement, context: OdfContext): void {
  const { name } = element
  if (left.has(name)) return
  if (name === 'text:h' || name === 'text:p') addParagraph(element, context)
  else if (name === 'text:list') addList(element, { ...context, level: 1 })
  else if (name === 'table:table') context.builder.addTable(tableRows(element), { page: context.page })
  else if (name.startsWith('draw:')) addFrame(element, context)
  else if (/^(text|office):/.test(name)) for (const child of elementsOf(element)) addOdfBlock(child, context)
}

/** Tables of contents only repeat the headings; what was deleted is no longer part of the document. */
const left = new Set(['text:table-of-content', 'text:tracked-changes', 'office:annotation', 'office:event-listeners'])

function addParagraph(element: XmlElement, context: OdfContext): void {
  const { builder, page, styles } = context
  const attached: Attached = { notes: [], frames: [] }
  const text = inlineText(element, attached)
  const lineage = styles.lineage(element.attributes['text:style-name'])
  const level = headingLevel(element, lineage)
  if (level !== null) builder.add('heading', text, { level, page })
  else builder.add(kindOf(lineage), text, { page })
  addAttached(attached, context)
}

function headingLevel(element: XmlElement, lineage: readonly string[]): number | null {
  if (element.name === 'text:h') return Math.min(6, Math.max(1, Number(element.attributes['text:outline-level']) || 1))
  if (lineage.includes('Title')) return 1
  return lineage.includes('Subtitle') ? 2 : null
}

function kindOf(lineage: readonly string[]): 'paragraph' | 'quote' | 'caption' | 'code' {
  if (lineage.some((name) => /^Quot/.test(name))) return 'quote'
  if (lineage.some((name) => /^(Caption|Illustration|Figure)$/.test(name))) return 'caption'
  return lineage.some((name) => /^(Preformatted_20_Text|Source_20_Text)$/.test(name)) ? 'code' : 'paragraph'
}

function addAttached({ notes, frames }: Attached, context: OdfContext): void {
  for (const frame of frames) addFrame(frame, context)
  for (const note of notes) context.builder.add('note', note, { page: context.page })
}

/** Deeper lists than those that writers offer are kept at the deepest level. */
function addList(list: XmlElement, context: OdfContext & { level: number }): void {
  const { builder, page, level } = context
  for (const item of elementsOf(list)) {
    for (const child of elementsOf(item)) {
      if (child.name === 'text:list') addList(child, { ...context, level: Math.min(10, level + 1) })
      else if (child.name === 'text:h') addOdfBlock(child, context)
      else if (child.name === 'text:p') {
        const attached: Attached = { notes: [], frames: [] }
        builder.add('list-item', inlineText(child, attached), { level, page })
        addAttached(attached, context)
      }
    }
  }
}

/** A frame's text, or what is said of its picture. */
function addFrame(frame: XmlElement, context: OdfContext): void {
  const { builder, page } = context
  const described = [descend(frame, 'svg:title'), descend(frame, 'svg:desc')].map(textOf).filter((text) => text !== '')
  builder.add('caption', described.join(': '), { page })
  for (const child of elementsOf(frame)) {
    if (child.name === 'draw:text-box' || child.name === 'draw:image') {
      for (const inner of elementsOf(child)) addOdfBlock(inner, context)
    } else if (child.name !== 'svg:title' && child.name !== 'svg:desc') addOdfBlock(child, context)
  }
}

/** Text of a paragraph as it is read, with the marks of its notes. */
function inlineText(element: XmlElement, attached: Attached): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child.replace(/\s+/g, ' ')
      switch (child.name) {
        case 'text:s':
          return ' '.repeat(Math.min(1_000, Number(child.attributes['text:c'] ?? 1) || 1))
        case 'text:tab':
          return '\t'
        case 'text:line-break':
          return '\n'
        case 'text:note':
          return noteMark(child, attached)
        case 'office:annotation':
          attached.notes.push(annotationText(child))
          return ''
        case 'text:ruby-text':
        case 'office:annotation-end':
        case 'office:event-listeners':
          return ''
        default:
          if (!child.name.startsWith('draw:') || child.name === 'draw:a') return inlineText(child, attached)
          attached.frames.push(child)
          return ''
      }
    })
    .join('')
}

function noteMark(note: XmlElement, attached: Attached): string {
  const mark = textOf(descend(note, 'text:note-citation'))
  const body = descend(note, 'text:note-body')
  attached.notes.push(`[${mark}] ${paragraphTexts(body).join('\n')}`)
  return `[${mark}]`
}

/** Who wrote a comment is part of it; the date is not. */
export function annotationText(annotation: XmlElement): string {
  const author = textOf(descend(annotation, 'dc:creator')).trim()
  const text = paragraphTexts(annotation).join('\n').trim()
  return author === '' || text === '' ? text : `${author}: ${text}`
}

/** Texts of all paragraphs and headings below, whatever holds them. */
export function paragraphTexts(element: XmlElement | undefined): string[] {
  if (element === undefined) return []
  return elementsOf(element).flatMap((child) => {
    if (child.name !== 'text:p' && child.name !== 'text:h') return paragraphTexts(child)
    const attached: Attached = { notes: [], frames: [] }
    const text = inlineText(child, attached)
    return [text, ...attached.notes, ...attached.frames.flatMap(paragraphTexts)].filter((one) => one.trim() !== '')
  })
}

/** Rows that repeat are written once with a number; a table of text rarely has more than some hundred. */
const mostRepeats = 1_000

function tableRows(table: XmlElement): string[][] {
  return [...allNamed(table, 'table:table-row')].flatMap((row) => {
    const cells = elementsOf(row).flatMap((cell) => {
      if (cell.name === 'table:covered-table-cell') return repeat('', cell.attributes['table:number-columns-repeated'])
      if (cell.name !== 'table:table-cell') return []
      return repeat(paragraphTexts(cell).join('\n'), cell.attributes['table:number-columns-repeated'])
    })
    const isEmpty = cells.every((cell) => cell === '')
    return isEmpty ? [] : repeat(cells, row.attributes['table:number-rows-repeated'])
  })
}

function repeat<Value>(value: Value, times: string | undefined): Value[] {
  return Array<Value>(Math.min(mostRepeats, Math.max(1, Number(times ?? 1) || 1))).fill(value)
}
