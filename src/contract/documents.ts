import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, orOne, Paging, Timestamp } from './common.ts'
import { Block, Document, DocumentFilter, PageBox } from './document.ts'
import { documentCare } from './document-care.ts'
import { declare } from './errors.ts'
import { Job } from './jobs.ts'

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
        ...DocumentFilter.shape,
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
          files: orOne(z.array(z.file()).min(1).max(100)),
          /** Path of each file inside the dropped folder, in the order of `files`; without it the file's name. */
          names: orOne(z.array(z.string().min(1).max(4_096))).optional(),
          modifiedAt: orOne(z.array(Timestamp)).optional(),
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
  /** Adds pages of the web: each is fetched, its main content read, and a snapshot kept. */
  addUrls: procedure
    .route({
      method: 'POST',
      path: '/libraries/{library}/urls',
      tags: ['documents'],
      summary: 'Add web pages by address',
      successStatus: 202,
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'URL_UNSUPPORTED', 'DISK_FULL'))
    .input(z.object({ library: LibraryReference, urls: z.array(z.string().min(1).max(8_000)).min(1).max(500) }))
    .output(Job),
  /** Adds text that was typed or pasted, as Markdown. */
  addText: procedure
    .route({
      method: 'POST',
      path: '/libraries/{library}/texts',
      tags: ['documents'],
      summary: 'Add pasted text',
      successStatus: 202,
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(
      z.object({
        library: LibraryReference,
        /** Without one, the first words of the text. */
        name: z.string().trim().min(1).max(200).optional(),
        text: z.string().min(1).max(20_000_000),
      }),
    )
    .output(Job),
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
  ...documentCare,
}
