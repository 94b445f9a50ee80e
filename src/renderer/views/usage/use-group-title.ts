import { useTranslation } from 'react-i18next'
import type { UsageGroup } from '../../../contract/usage.ts'
import { useLibraries } from '../../engine/use-libraries.ts'
import { othersId } from './series.ts'

/** What a series is called: libraries by their name, calls of no group by a word for it. */
export function useGroupTitle(by: UsageGroup): (id: string, key: string | null, title?: string | null) => string {
  const { t } = useTranslation()
  const { data: libraries = [] } = useLibraries()
  return (id, key, title) => {
    if (id === othersId) return t('usage.others')
    if (key === null) return t(`usage.noGroup.${by}`)
    if (title !== undefined && title !== null) return title
    const library = by === 'library' ? libraries.find((each) => each.id === key) : undefined
    return library?.name ?? key
  }
}
