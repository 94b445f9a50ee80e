import texts from '../../resources/locales/en.json' with { type: 'json' }
import type { DocumentType, DocumentWarning } from '../contract/document.ts'
import { listPages, unitOf } from './format.ts'

/** What a reader noticed as the page says it, a line a kind: the sentence, the pages it concerns, and its code to search for. */
export function describeWarnings(type: DocumentType | null, warnings: readonly DocumentWarning[]): string[] {
  const codes = [...new Set(warnings.map(({ code }) => code))]
  return codes.map((code) => {
    const pages = warnings.flatMap((warning) => (warning.code === code ? (warning.page ?? []) : []))
    const unit = unitOf(type)
    const places = pages.length === 0 ? '' : ` (${pages.length === 1 ? unit : `${unit}s`} ${listPages(pages)})`
    return `${texts.warning[code]}${places} ${code}`
  })
}
