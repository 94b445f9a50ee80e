import type { DocumentType } from './document.ts'

export type PageUnit = 'page' | 'slide' | 'sheet' | 'chapter' | 'message'

const units: Partial<Record<DocumentType, PageUnit>> = {
  pdf: 'page',
  image: 'page',
  pptx: 'slide',
  odp: 'slide',
  xlsx: 'sheet',
  ods: 'sheet',
  epub: 'chapter',
  mbox: 'message',
}

/** What the numbered parts of a format are; null for formats without any, whose places are lines or spans. */
export function pageUnit(type: DocumentType): PageUnit | null {
  return units[type] ?? null
}
