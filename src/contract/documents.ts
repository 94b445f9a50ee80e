import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Paging, Span, Timestamp } from './common.ts'
import { declare, FileErrorCode } from './errors.ts'
import { Job } from './jobs.ts'

/** The formats that Diwan reads. */
export const DocumentType = z.enum(['pdf', 'docx', 'html', 'markdown', 'text', 'record'])
export type DocumentType = z.infer<typeof DocumentType>

export const DocumentState = z.enum(['ready', 'failed'])
export type DocumentState = z.infer<typeof DocumentState>

/** Something the reader noticed that did not stop it, such as `PDF_PAGE_EMPTY` or `MACROS_IGNORED`. */
export const DocumentWarning = z.object({ code: z.string(), page: z.int().positive().nullable() })
export type DocumentWarning = z.infer<typeof DocumentWarning>

export const Document = z.object({
  id: Id,
  libraryId: Id,
  /** Path inside what was added (`docs/guide.md`), or the file's own name. */
  name: z.string(),
  /** The document's own title, or its name when it has none. */
  title: z.string(),
  /** `file:` URL of the original, or `upload:` with the name for a file whose bytes Diwan keeps. */
  uri: z.string(),
  type: DocumentType.nullable(),
  state: DocumentState,
  error: FileErrorCode.nullable(),
  warnings: z.array(DocumentWarning),
  bytes: z.int(),
  /** SHA-256 of the original in hexadecimal; null when it could not be read. */
  contentHash: z.string().nullable(),
  /** Pages of a paged format; null for formats without pages. */
  pages: z.int().nullable(),
  chunks: z.int(),
  addedAt: Timestamp,
  /** Last change of the original, as the file system or the sender tells it. */
  modifiedAt: Timestamp.nullable(),
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
  /** 1-based page of a paged format, otherwise null. */
  page: z.int().positive().nullable(),
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

const documentReference = z.object({ documentId: Id })

export const documents = {
  list: procedure
    .route({
      method: 'GET',
      path: '/libraries/{library}/documents',
      tags: ['documents'],
      summary: 'Documents of a library',
    })
    .errors(declare('LIBRARY_NOT_FOUND'))
    .input(
      Paging.extend({
        library: LibraryReference,
        /** Part of the name or title, any case. */
        text: z.string().max(500).optional(),
        state: DocumentState.optional(),
        type: DocumentType.optional(),
        sort: z.enum(['name', 'addedAt', 'modifiedAt', 'bytes']).default('name'),
        order: z.enum(['ascending', 'descending']).default('ascending'),
      }),
    )
    .output(z.object({ total: z.int(), items: z.array(Document) })),
  get: procedure
    .route({ method: 'GET', path: '/documents/{documentId}', tags: ['documents'], summary: 'One document' })
    .errors(declare('DOCUMENT_NOT_FOUND'))
    .input(documentReference)
    .output(Document),
  /** Adds files and folders that the engine can reach by path. The originals stay where they are. */
  import: procedure
    .route({
      method: 'POST',
      path: '/libraries/{library}/imports',
      tags: ['documents'],
      summary: 'Add files and folders by path',
      successStatus: 202,
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'PATH_NOT_FOUND', 'PATH_UNREADABLE', 'PATH_UNSUPPORTED', 'DISK_FULL'))
    .input(
      z.object({
        library: LibraryReference,
        paths: z.array(z.string().min(1).max(32_768)).min(1).max(1_000).describe('absolute paths of files or folders'),
        /** `beir`: each path is a folder with a corpus.jsonl, one document a line, as public retrieval test sets have it. */
        format: z.enum(['files', 'beir']).default('files'),
      }),
    )
    .output(Job),
  /** Adds files by their bytes; Diwan keeps an encrypted copy. With `jobId`, they join that job if it has not finished. */
  upload: procedure
    .route({
      method: 'POST',
      path: '/libraries/{library}/uploads',
      tags: ['documents'],
      summary: 'Add files by their bytes',
      successStatus: 202,
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(
      z
        .object({
          library: LibraryReference,
          jobId: Id.optional(),
          files: z.array(z.file()).min(1).max(100),
          /** Path of each file inside the dropped folder, in the order of `files`; without it the file's name. */
          names: z.array(z.string().min(1).max(4_096)).optional(),
          modifiedAt: z.array(Timestamp).optional(),
        })
        .refine(({ files, names }) => names === undefined || names.length === files.length, {
          path: ['names'],
          error: 'There must be one name for each file.',
        })
        .refine(({ files, modifiedAt }) => modifiedAt === undefined || modifiedAt.length === files.length, {
          path: ['modifiedAt'],
          error: 'There must be one date for each file.',
        }),
    )
    .output(Job),
  delete: procedure
    .route({
      method: 'DELETE',
      path: '/documents/{documentId}',
      tags: ['documents'],
      summary: 'Delete a document and all that came from it',
    })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DISK_FULL'))
    .input(documentReference)
    .output(z.object({ id: Id, chunks: z.int() })),
  /** The structured text, a window of blocks at a time; `text` is the canonical text from the first to the last block's end. */
  content: procedure
    .route({ method: 'GET', path: '/documents/{documentId}/content', tags: ['documents'], summary: 'Structured text' })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DOCUMENT_NOT_READY'))
    .input(
      documentReference.extend({
        fromBlock: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(2_000).default(500),
      }),
    )
    .output(
      z.object({
        totalBlocks: z.int(),
        fromBlock: z.int(),
        /** Where `text` begins in the canonical text. */
        textStart: z.int(),
        text: z.string(),
        blocks: z.array(Block),
      }),
    ),
  /** Where a span lies: the block that begins it, its page, and for PDF the boxes that cover it. */
  locate: procedure
    .route({
      method: 'GET',
      path: '/documents/{documentId}/location',
      tags: ['documents'],
      summary: 'Page and boxes of a span',
    })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DOCUMENT_NOT_READY'))
    .input(
      documentReference.extend({
        start: z.int().nonnegative(),
        end: z.int().nonnegative(),
      }),
    )
    .output(z.object({ block: z.int(), page: z.int().nullable(), boxes: z.array(PageBox) })),
  /** The original's bytes, checked against the hash that was read. */
  original: procedure
    .route({
      method: 'GET',
      path: '/documents/{documentId}/original',
      tags: ['documents'],
      summary: 'The original file',
    })
    .errors(declare('DOCUMENT_NOT_FOUND', 'ORIGINAL_UNAVAILABLE'))
    .input(documentReference)
    .output(z.file()),
}
