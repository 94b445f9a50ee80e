import { BookText, FileText, FileType, FileWarning, Globe, NotebookText, Rows3 } from 'lucide-react'
import type { DocumentType } from '../../contract/documents.ts'

const icons = {
  pdf: BookText,
  docx: FileType,
  html: Globe,
  markdown: NotebookText,
  text: FileText,
  record: Rows3,
} as const

/** A small sign for a document's format; the name beside it says the rest. */
export function DocumentIcon({ type, className = 'size-4' }: { type: DocumentType | null; className?: string }) {
  const Icon = type === null ? FileWarning : icons[type]
  return <Icon aria-hidden className={`shrink-0 ${className}`} />
}
