import { z } from 'zod'
import { Id, LibraryReference, Span, Tag, Timestamp } from './common.ts'
import { FileErrorCode } from './errors.ts'
import { WarningCode } from './warnings.ts'

/** The formats that Diwan reads. `json` covers JSONL; `record` is a line of a retrieval test set. */
export const DocumentType = z.enum([
  'pdf',
  'docx',
  'pptx',
  'xlsx',
  'odt',
  'ods',
  'odp',
  'rtf',
  'html',
  'epub',
  'markdown',
  'text',
  'csv',
  'json',
  'eml',
  'mbox',
  'msg',
  'code',
  'image',
  'record',
])
export type DocumentType = z.infer<typeof DocumentType>

export const DocumentState = z.enum(['ready', 'failed'])
export type DocumentState = z.infer<typeof DocumentState>

/** Something the reader noticed that did not stop it, such as `PDF_PAGE_EMPTY` or `MACROS_IGNORED`. */
export const DocumentWarning = z.object({ code: WarningCode, page: z.int().positive().nullable() })
export type DocumentWarning = z.infer<typeof DocumentWarning>

/** Named values, such as `author`. */
export const Metadata = z.record(z.string().min(1).max(60), z.string().max(2_000))
export type Metadata = z.infer<typeof Metadata>

export const Document = z.object({
  id: Id,
  libraryId: Id,
  /** Path inside what was added (`docs/guide.md`), or the file's own name. */
  name: z.string(),
  /** The document's own title, or its name when it has none. */
  title: z.string(),
  /**
   * `file:` URL of the original, its `http:` address, or `upload:` with the name for a file whose bytes Diwan keeps.
   * What came out of an archive or a mail has the container's with `!/` and the path inside it.
   */
  uri: z.string(),
  type: DocumentType.nullable(),
  state: DocumentState,
  error: FileErrorCode.nullable(),
  warnings: z.array(DocumentWarning),
  bytes: z.int(),
  /** SHA-256 of the original in hexadecimal; null when it could not be read. */
  contentHash: z.string().nullable(),
  /** Pages, slides, sheets or messages, as page-unit.ts says; null for formats without any. */
  pages: z.int().nullable(),
  chunks: z.int(),
  addedAt: Timestamp,
  /** Last change of the original, as the file system or the sender tells it. */
  modifiedAt: Timestamp.nullable(),
  tags: z.array(z.string()),
  /** What a person wrote about it. */
  metadata: Metadata,
  /** What the file says of itself, such as `author`, `created`, `from`, `subject`. */
  properties: Metadata,
  /** The bound folder that brings it; null for what was added by hand. */
  folderId: Id.nullable(),
  /** False while its original can't be reached, as when its disk was unplugged. Its text can still be searched. */
  available: z.boolean(),
  trashedAt: Timestamp.nullable(),
})
export type Document = z.infer<typeof Document>

export const BlockKind = z.enum(['heading', 'paragraph', 'list-item', 'table', 'code', 'quote', 'caption', 'note'])
export type BlockKind = z.infer<typeof BlockKind>

/** A structural piece of a document: a span of its canonical text with what it is. Blocks are in order and do not overlap. */
export const Block = z.object({
  kind: BlockKind,
  ...Span.shape,
  /** 1 to 6 for headings, nesting depth from 1 for list items, otherwise null. */
  level: z.int().nullable(),
  /** 1-based page, slide, sheet or message of a format that has them, otherwise null. */
  page: z.int().positive().nullable(),
  /** 1-based line of the original where the block begins, for formats of lines. */
  line: z.int().positive().optional(),
  /**
   * Positions in the text at which further lines of the original begin, in order; one that stands twice skips a line.
   * Without them, each line end of the text is one of the original.
   */
  lines: z.array(z.int()).optional(),
  /** For code: its language, as `python`. */
  language: z.string().optional(),
  /** For code: names of the declarations that it is part of, outermost first, as `["Parser", "parse"]`. */
  symbol: z.array(z.string()).optional(),
  /** For code: what it brings in from other files. */
  imports: z.literal(true).optional(),
  /** For tables: the span of each cell, row by row; the first row is the header. */
  rows: z.array(z.array(Span)).optional(),
})
export type Block = z.infer<typeof Block>

/** A rectangle on a page in parts of the page's width and height, 0 to 1, from the top left corner. */
export const PageBox = z.object({
  page: z.int().positive(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
})
export type PageBox = z.infer<typeof PageBox>

/** What reading a file gave and what it could not give. Page numbers are 1-based and rise. */
export const ExtractionReport = z.object({
  documentId: Id,
  type: DocumentType.nullable(),
  /** Pages, slides, sheets or messages; null for formats without any. */
  pages: z.int().nullable(),
  /** Pages whose text came out of the file itself. */
  readPages: z.array(z.int()),
  /** Pages whose text was recognised from their picture, and how sure of it that was, 0 to 100. */
  ocrPages: z.array(z.object({ page: z.int(), confidence: z.number() })),
  /** Pages without any text. */
  emptyPages: z.array(z.int()),
  warnings: z.array(DocumentWarning),
  error: FileErrorCode.nullable(),
  /** What the error means for this file, in English; null without one. Holds no text of the document. */
  detail: z.string().nullable(),
  blocks: z.partialRecord(BlockKind, z.int()),
  characters: z.int(),
  chunks: z.int(),
  /** Time that reading and cutting took, in milliseconds; null for documents of an older Diwan. */
  milliseconds: z.number().nullable(),
})
export type ExtractionReport = z.infer<typeof ExtractionReport>

/** What narrows a library's documents; every given part must hold. */
export const DocumentFilter = z.object({
  /** Part of the name or title, any case. */
  text: z.string().max(500).optional(),
  /** Words that the document's text must hold, all of them. */
  content: z.string().max(500).optional(),
  state: DocumentState.optional(),
  type: DocumentType.optional(),
  /** All of these. */
  tags: z.array(Tag).max(20).optional(),
  folderId: Id.optional(),
  available: z.boolean().optional(),
  modifiedAfter: Timestamp.optional(),
  modifiedBefore: Timestamp.optional(),
  /** True shows the trash, and only that. */
  trashed: z.boolean().default(false),
})
export type DocumentFilter = z.infer<typeof DocumentFilter>

/** Documents by their ids, or all of a library that pass a filter. */
export const DocumentSelection = z.union([
  z.object({ documentIds: z.array(Id).min(1).max(10_000) }),
  z.object({ library: LibraryReference, filter: DocumentFilter }),
])
export type DocumentSelection = z.infer<typeof DocumentSelection>
