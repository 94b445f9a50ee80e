import type { Block, DocumentType, DocumentWarning, ExtractionReport, Metadata } from '../../../contract/document.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { PackedContent } from '../../store/packed-content.ts'
import type { TextRun } from '../../store/repositories/documents.ts'

/** A page of a paged format as a person sees it: rotation applied, cut to the crop box. */
export type DocumentPage = {
  /** 1-based. */
  number: number
  /** Span of the page's text in the canonical text; `start === end` for a page without text. */
  start: number
  end: number
  /** Points (1/72 inch). */
  width: number
  height: number
}

/** What a reader makes of a file, whatever the format. */
export type ExtractedDocument = {
  type: DocumentType
  /** The document's own title, one line, at most 500 characters; null when it has none. */
  title: string | null
  /**
   * The canonical text: what a person reads, without markup. Every span anywhere indexes it in UTF-16 code units. Line
   * ends are `\n`; there are no NULs, and lone surrogates are replaced by U+FFFD. Not normalised to any Unicode form.
   */
  text: string
  /** In order; null for formats without pages. */
  pages: DocumentPage[] | null
  /** In order, without overlap; together they hold every character of `text` that is not white space. */
  blocks: Block[]
  /** Where each run of text stands on its page, in order of `start`; null for formats without pages. */
  runs: TextRun[] | null
  warnings: DocumentWarning[]
  /** Slides or sheets in all, for formats that count them without laying them out; the last ones may be empty. */
  pageCount?: number
  /** What the file says of itself, by the names of `Metadata`: author, created, modified, subject, from, to, language. */
  properties?: Metadata
  /** Pages whose text was recognised from a picture, with how sure that was, 0 to 100. */
  ocrPages?: { page: number; confidence: number }[]
  /** Files inside this one that are documents of their own: attachments of a mail. */
  members?: MemberFile[]
}

/** A file inside a mail or an archive. */
export type MemberFile = {
  /** Path inside the container, with `/`, clean: no `..`, no leading `/`, not empty. */
  path: string
  bytes: Uint8Array<ArrayBuffer>
  modifiedAt: number | null
}

/** A file inside an archive that can't be had: it is in the library as one that could not be read. */
export type RefusedMember = { path: string; size: number; modifiedAt: number | null; refused: FileErrorCode }

/** What the engine's thread learns of a document; the rest stays packed until the store's writer unpacks it. */
export type DocumentFacts = Pick<ExtractedDocument, 'type' | 'title' | 'warnings'> & {
  /** Number of pages; null for formats without them. */
  pages: number | null
  properties: Metadata
  report: StoredReport
}

/** What a reading leaves for the extraction report, as it is kept in the document's row. */
export type StoredReport = Pick<
  ExtractionReport,
  'readPages' | 'ocrPages' | 'emptyPages' | 'blocks' | 'characters' | 'milliseconds'
>

/** A failure that may pass by itself. `afterMs` is how long the other side asked to wait, null when it did not say. */
export type MayPass = { afterMs: number | null }

/** How a reading ended. `contentHash` is SHA-256 in hexadecimal, null when the bytes could not all be read. */
export type ReadOutcome =
  | {
      status: 'read'
      contentHash: string
      bytes: number
      document: DocumentFacts
      content: PackedContent
      members: MemberFile[]
    }
  /**
   * An archive, which is no document itself. `members` are some of the files in it; `next` is where to go on with the
   * others, null when these were the last.
   */
  | {
      status: 'expanded'
      contentHash: string
      bytes: number
      members: (MemberFile | RefusedMember)[]
      next: number | null
    }
  /** The content has the hash that the caller knows; it was not parsed. */
  | { status: 'unchanged'; contentHash: string; bytes: number }
  /**
   * `detail` is for the log and the report, in English; it holds no text of the document. `mayPass` is told by who knows
   * whether trying again helps; without it may-pass.ts decides.
   */
  | {
      status: 'refused'
      contentHash: string | null
      bytes: number
      code: FileErrorCode
      detail: string
      mayPass?: MayPass | null
    }
