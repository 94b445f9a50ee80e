import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { toRanges } from '../../lib/page-ranges.ts'
import { unitOf } from '../../lib/place.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What the reader noticed while reading, by kind, with the pages it concerns. */
export function DocumentNotes({ document }: { document: Document }) {
  const { t } = useTranslation()
  const format = useFormat()
  const codes = [...new Set(document.warnings.map(({ code }) => code))]
  if (codes.length === 0) return null
  return (
    <ul className="shrink-0 border-line border-b px-4 py-2 text-ink-soft text-sm">
      {codes.map((code) => {
        const pages = document.warnings.flatMap((warning) => (warning.code === code ? (warning.page ?? []) : []))
        return (
          <li key={code}>
            {t(`warning.${code}`)}
            {pages.length === 0
              ? null
              : ` ${t(`warning.places.${unitOf(document.type)}`, {
                  count: pages.length,
                  places: format.ranges(toRanges(pages)),
                })}`}
          </li>
        )
      })}
    </ul>
  )
}
