import { useTranslation } from 'react-i18next'
import type { Explanation } from '../../../contract/explain.ts'

/** Says what cut a document or a passage, and in which step; null for what was not cut. */
export function useCutText(): (cut: Explanation['cut']) => string | null {
  const { t } = useTranslation()
  return (cut) => {
    if (cut === null) return null
    const reason = t(`explain.cut.${cut.reason}`)
    return cut.stage === null ? reason : t('explain.cutIn', { reason, stage: t(`explain.stage.${cut.stage}`) })
  }
}
