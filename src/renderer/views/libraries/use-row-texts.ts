import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DocumentType } from '../../../contract/document.ts'
import { oneGap } from '../../lib/one-gap.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What the rows of a table say, in the page's language. Looked up once for all of them. */
export type RowTexts = {
  t: TFunction
  format: ReturnType<typeof useFormat>
  choose(name: string): string
  moreFor(name: string): string
  type(type: DocumentType): string
}

export function useRowTexts(): RowTexts {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const types = new Map(DocumentType.options.map((type) => [type, t(`documentType.${type}`)]))
    return {
      t,
      format,
      choose: oneGap((name) => t('documents.choose', { name })),
      moreFor: oneGap((name) => t('action.moreFor', { name })),
      type: (type) => types.get(type) ?? type,
    }
  }, [t, format])
}
