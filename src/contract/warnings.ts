import { z } from 'zod'

/** What a reader may notice while it reads. A code that a release has kept with documents stays here for good. */
export const WarningCode = z.enum([
  'PDF_PAGE_EMPTY',
  'PDF_PAGE_DAMAGED',
  'PDF_TRUNCATED',
  'PDF_METADATA_DAMAGED',
  'OCR_OFF',
  'OCR_UNSURE',
  'OCR_PAGE_FAILED',
  'IMAGE_TRUNCATED',
  'MACROS_IGNORED',
  'SCRIPTS_IGNORED',
  'EMBEDDED_IGNORED',
  'ATTACHMENTS_IGNORED',
  'ATTACHMENTS_TOO_DEEP',
  'ATTACHMENTS_TOO_MANY',
  'ATTACHMENT_DAMAGED',
  'WINMAIL_IGNORED',
  'MESSAGE_ENCRYPTED',
  'MESSAGE_DAMAGED',
  'MESSAGE_PARTS_DAMAGED',
  'CHAPTER_UNREADABLE',
  'ENCODING_LOSSY',
  'SLIDE_HIDDEN',
  'SHEET_HIDDEN',
  'CSV_QUOTE_OPEN',
  'JSON_INVALID',
  'JSON_LINE_INVALID',
  'MARKUP_TOO_DEEP',
])
export type WarningCode = z.infer<typeof WarningCode>
