import { z } from 'zod'
import { procedure } from './base.ts'
import { Chunking } from './chunking.ts'
import { Id, Paging, Span, Tag } from './common.ts'
import { Document, DocumentSelection, ExtractionReport, Metadata } from './document.ts'
import { ErasureReport } from './erasures.ts'
import { declare } from './errors.ts'
import { Job } from './jobs.ts'

const documentReference = z.object({ documentId: Id })
const Counted = z.object({ documents: z.int() })
const selectionErrors = declare('LIBRARY_NOT_FOUND', 'DISK_FULL')

/** One piece of a document as the index has it. */
export const Chunk = Span.extend({
  ordinal: z.int(),
  page: z.int().nullable(),
  line: z.int().nullable(),
  headingPath: z.array(z.string()),
  /** What is indexed with the text without being part of it here: a table's header, a file's imports. */
  context: z.string(),
  tokens: z.int(),
  text: z.string(),
})
export type Chunk = z.infer<typeof Chunk>

/** What is done with documents that are in a library. Documents of a selection that are not there are passed over. */
export const documentCare = {
  /** Takes documents out of search and lists; they stay whole until they are erased, by hand or when their days are over. */
  trash: procedure
    .route({ method: 'POST', path: '/documents/trash', tags: ['documents'], summary: 'Move documents to the trash' })
    .errors(selectionErrors)
    .input(z.object({ selection: DocumentSelection }))
    .output(Counted.extend({ documentIds: z.array(Id).describe('for undo; at most 10,000 of them') })),
  restore: procedure
    .route({
      method: 'POST',
      path: '/documents/restore',
      tags: ['documents'],
      summary: 'Take documents out of the trash',
    })
    .errors(selectionErrors)
    .input(z.object({ selection: DocumentSelection }))
    .output(Counted),
  /** Removes documents and everything derived from them for good, and proves it. */
  erase: procedure
    .route({ method: 'POST', path: '/documents/erase', tags: ['documents'], summary: 'Erase documents for good' })
    .errors(selectionErrors)
    .input(z.object({ selection: DocumentSelection }))
    .output(ErasureReport),
  tag: procedure
    .route({
      method: 'POST',
      path: '/documents/tag',
      tags: ['documents'],
      summary: 'Put tags on documents, or take them off',
    })
    .errors(selectionErrors)
    .input(
      z.object({
        selection: DocumentSelection,
        add: z.array(Tag).max(20).default([]),
        remove: z.array(Tag).max(20).default([]),
      }),
    )
    .output(Counted),
  /** Changes what a person says of a document. A value of null takes a name away. */
  describe: procedure
    .route({ method: 'PATCH', path: '/documents/{documentId}', tags: ['documents'], summary: 'Title and metadata' })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DISK_FULL'))
    .input(
      documentReference.extend({
        title: z.string().trim().min(1).max(500).optional(),
        metadata: z.record(Metadata.keyType, Metadata.valueType.nullable()).optional(),
      }),
    )
    .output(Document),
  /** Reads the originals again: web pages are fetched anew, files of which nothing changed are read with today's readers. */
  reread: procedure
    .route({
      method: 'POST',
      path: '/documents/reread',
      tags: ['documents'],
      summary: 'Read again',
      successStatus: 202,
    })
    .errors(selectionErrors)
    .input(z.object({ selection: DocumentSelection }))
    .output(z.array(Job).describe('one a library')),
  report: procedure
    .route({ method: 'GET', path: '/documents/{documentId}/report', tags: ['documents'], summary: 'Extraction report' })
    .errors(declare('DOCUMENT_NOT_FOUND'))
    .input(documentReference)
    .output(ExtractionReport),
  chunks: procedure
    .route({ method: 'GET', path: '/documents/{documentId}/chunks', tags: ['documents'], summary: 'Chunks in order' })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DOCUMENT_NOT_READY'))
    .input(Paging.extend({ documentId: Id }))
    .output(z.object({ total: z.int(), items: z.array(Chunk) })),
  /** How a document would be cut with other settings; nothing is changed. */
  previewChunks: procedure
    .route({
      method: 'POST',
      path: '/documents/{documentId}/chunk-preview',
      tags: ['documents'],
      summary: 'Try a way of cutting',
    })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DOCUMENT_NOT_READY', 'CHUNKING_NEEDS_MODEL'))
    .input(Paging.extend({ documentId: Id, chunking: Chunking }))
    .output(z.object({ total: z.int(), items: z.array(Chunk) })),
  /** Occurrences of a text in a document, any case, in order. */
  find: procedure
    .route({
      method: 'GET',
      path: '/documents/{documentId}/find',
      tags: ['documents'],
      summary: 'Search inside a document',
    })
    .errors(declare('DOCUMENT_NOT_FOUND', 'DOCUMENT_NOT_READY'))
    .input(
      documentReference.extend({ text: z.string().min(1).max(500), limit: z.int().min(1).max(5_000).default(1_000) }),
    )
    .output(
      z.object({
        /** All of them, also those beyond the limit. */
        total: z.int(),
        matches: z.array(Span.extend({ block: z.int(), page: z.int().nullable() })),
      }),
    ),
  /** What came out of this mail, or out of the archive that it came from. */
  attachments: procedure
    .route({ method: 'GET', path: '/documents/{documentId}/attachments', tags: ['documents'], summary: 'Attachments' })
    .errors(declare('DOCUMENT_NOT_FOUND'))
    .input(documentReference)
    .output(z.array(Document)),
  /** Opens the original in the program that this machine has for it. */
  open: procedure
    .route({
      method: 'POST',
      path: '/documents/{documentId}/open',
      tags: ['documents'],
      summary: "Open in the system's program",
    })
    .errors(declare('DOCUMENT_NOT_FOUND', 'ORIGINAL_UNAVAILABLE', 'OPEN_UNSUPPORTED'))
    .input(documentReference)
    .output(z.object({ id: Id })),
}
