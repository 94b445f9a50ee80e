import type { TFunction } from 'i18next'
import type { DocumentType } from '../../contract/document.ts'
import { type PageUnit, pageUnit } from '../../contract/page-unit.ts'

/** Where a piece of text stands in its document. */
export type Place = {
  type: DocumentType | null
  page: number | null
  line?: number | null
  headingPath: readonly string[]
}

/** What the numbered parts of a document are called in the catalogue; pages where its format has none or is not known. */
export function unitOf(type: DocumentType | null): PageUnit {
  return (type === null ? null : pageUnit(type)) ?? 'page'
}

/** A place in words where its document's title stands before it: that is not said again by a heading of the same words. */
export function describePlaceUnder(t: TFunction, place: Place & { title: string }): readonly string[] {
  return describePlace(t, place).filter((part) => part !== place.title)
}

/** A place in words, outermost first: its page, slide, sheet, chapter, message or line, then the headings above it. */
export function describePlace(t: TFunction, { type, page, line, headingPath }: Place): readonly string[] {
  const unit = unitOf(type)
  if (page !== null && type !== null) {
    const [name, ...inner] = headingPath
    // A sheet is known by its name, which is the heading over everything on it.
    if (unit === 'sheet' && name !== undefined) return [t('place.sheetNamed', { name }), ...inner.slice(-1)]
    return [t(`place.${unit}`, { page }), ...headingPath.slice(-2)]
  }
  return [...headingPath.slice(-2), ...(line == null ? [] : [t('place.line', { line })])]
}
