import { FileWarning } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { EmptyState } from '../../components/empty-state.tsx'

/** A file that could not be read: what is wrong with it, what helps, under which code. */
export function FailedDocument({ document }: { document: Document }) {
  const { t } = useTranslation()
  const code = document.error ?? 'READ_CRASHED'
  return (
    <EmptyState icon={<FileWarning />} title={t(`fileError.${code}.happened`)} text={t(`fileError.${code}.next`)}>
      <div className="text-center">
        <p className="break-all text-ink-faint text-sm">{document.name}</p>
        <p className="mt-1 font-mono text-ink-faint text-xs">{code}</p>
      </div>
    </EmptyState>
  )
}
