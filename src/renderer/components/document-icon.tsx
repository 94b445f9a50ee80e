import {
  BookOpen,
  BookText,
  FileBraces,
  FileCode,
  FileText,
  FileType,
  FileWarning,
  Globe,
  Image,
  type LucideIcon,
  Mail,
  Mails,
  NotebookText,
  Presentation,
  Rows3,
  Sheet,
} from 'lucide-react'
import { memo } from 'react'
import type { DocumentType } from '../../contract/document.ts'

const icons: Record<DocumentType, LucideIcon> = {
  pdf: BookText,
  docx: FileType,
  odt: FileType,
  rtf: FileType,
  pptx: Presentation,
  odp: Presentation,
  xlsx: Sheet,
  ods: Sheet,
  csv: Sheet,
  html: Globe,
  epub: BookOpen,
  markdown: NotebookText,
  text: FileText,
  json: FileBraces,
  eml: Mail,
  msg: Mail,
  mbox: Mails,
  code: FileCode,
  image: Image,
  record: Rows3,
}

type DocumentIconProps = { type: DocumentType | null; className?: string }

/** A small sign for a document's format; the name beside it says the rest. */
export const DocumentIcon = memo(function DocumentIcon({ type, className = 'size-4' }: DocumentIconProps) {
  const Icon = type === null ? FileWarning : icons[type]
  return <Icon aria-hidden className={`shrink-0 ${className}`} />
})
