import { useTranslation } from 'react-i18next'
import en from '../../../../resources/locales/en.json'
import type { Document } from '../../../contract/document.ts'
import { unitOf } from '../../lib/place.ts'
import { useFormat } from '../../lib/use-format.ts'

const shownPages = 12

type KnownWarning = Exclude<keyof typeof en.warning, 'other' | 'places'>

function isKnown(code: string): code is KnownWarning {
  return code !== 'places' && Object.hasOwn(en.warning, code)
}

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
        const text = isKnown(code) ? t(`warning.${code}`) : t('warning.other', { code })
        return (
          <li key={code}>
            {text}
            {pages.length === 0
              ? null
              : ` ${t(`warning.places.${unitOf(document.type)}`, {
                  count: pages.length,
                  places: format.list(pages.slice(0, shownPages).map((page) => format.count(page))),
                })}`}
          </li>
        )
      })}
    </ul>
  )
}
