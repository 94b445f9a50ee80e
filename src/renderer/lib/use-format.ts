import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import * as format from './format.ts'

/** The formats of `format.ts` in the page's language. */
export function useFormat() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return useMemo(
    () => ({
      count: (value: number) => format.formatCount(language, value),
      compact: (value: number) => format.formatCompact(language, value),
      large: (value: number) => format.formatLarge(language, value),
      bytes: (value: number) => format.formatBytes(language, value),
      money: (value: number) => format.formatMoney(language, value),
      seconds: (value: number) => format.formatSeconds(language, value),
      milliseconds: (value: number) => format.formatMilliseconds(language, value),
      date: (value: number) => format.formatDate(language, value),
      dateTime: (value: number) => format.formatDateTime(language, value),
      when: (value: number, now: number) => format.formatWhen(language, value, now),
      score: (value: number) => format.formatScore(language, value),
      language: (code: string) => format.formatLanguage(language, code),
      ranges: (ranges: readonly { from: number; to: number }[]) => format.formatRanges(language, ranges),
      list: (items: readonly string[]) => format.formatList(language, items),
    }),
    [language],
  )
}
