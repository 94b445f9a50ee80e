import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Milliseconds, Span, Tag, Timestamp } from './common.ts'
import { DocumentType } from './document.ts'
import { declare } from './errors.ts'
import { Explanation } from './explain.ts'
import { RetrievalNotice, RetrievalOverrides } from './retrieval-settings.ts'

/** What narrows a search or an answer; every given part must hold. */
export const SearchFilter = z.object({
  types: z.array(DocumentType).min(1).optional(),
  documentIds: z.array(Id).min(1).max(1_000).optional(),
  /** Documents with all of these tags, any case. */
  tags: z.array(Tag).min(1).max(20).optional(),
  modifiedAfter: Timestamp.optional(),
  modifiedBefore: Timestamp.optional(),
})
export type SearchFilter = z.infer<typeof SearchFilter>

/** Where a piece of text comes from, and how well it fits what was asked. */
export const Provenance = z.object({
  document: z.string().describe("the document's name"),
  documentId: Id,
  libraryId: Id,
  title: z.string(),
  uri: z.string(),
  type: DocumentType,
  /** 1-based page, slide, sheet or message of a format that has them; page-unit.ts says which. */
  page: z.int().positive().nullable(),
  /** 1-based line of the original where the text begins; null where lines mean nothing. */
  line: z.int().positive().nullable(),
  /** Headings above the text, outermost first. */
  headingPath: z.array(z.string()),
  ...Span.shape,
  /** Larger is better; comparable within one answer only. */
  score: z.number(),
})

export const Passage = Provenance.extend({
  chunkId: z.int(),
  text: z.string(),
  /** Its place in each list that it stands in, 1 the best. */
  ranks: z.object({
    keyword: z.int().positive().nullable(),
    dense: z.int().positive().nullable(),
    reranked: z.int().positive().nullable(),
  }),
})
export type Passage = z.infer<typeof Passage>

export const Question = z
  .string()
  .max(8_000, 'The question is longer than 8,000 characters.')
  .refine((text) => text.trim().length > 0, 'The question is empty.')

export const search = {
  query: procedure
    .route({ method: 'POST', path: '/search', tags: ['search'], summary: 'Find passages' })
    .errors(declare('LIBRARY_NOT_FOUND'))
    .input(
      z.object({
        query: Question,
        /** Without it, all libraries. */
        libraries: z.array(LibraryReference).min(1).max(100).optional(),
        filter: SearchFilter.optional(),
        limit: z.int().min(1).max(1_000).default(20),
        /** `document`: at most one passage a document, its best. */
        group: z.enum(['none', 'document']).default('none'),
        /** In the place of the installation's settings. */
        retrieval: RetrievalOverrides.optional(),
      }),
    )
    .output(
      z.object({
        passages: z.array(Passage),
        /** How they were looked for; `hybrid` as soon as one library was. */
        mode: z.enum(['hybrid', 'dense', 'keyword']),
        notices: z.array(RetrievalNotice),
        /** Words that were looked for, and those left out because nearly every document holds them. */
        terms: z.object({ used: z.array(z.string()), dropped: z.array(z.string()) }),
        timings: z.record(z.string(), Milliseconds),
      }),
    ),
  /** Why a document is found where it is, or not: its standing in each list, its scores, and what cut it. */
  explain: procedure
    .route({ method: 'POST', path: '/search/explain', tags: ['search'], summary: 'Explain a search for one document' })
    .errors(declare('LIBRARY_NOT_FOUND', 'DOCUMENT_NOT_FOUND', 'CONVERSATION_NOT_FOUND'))
    .input(
      z.object({
        query: Question,
        documentId: Id,
        libraries: z.array(LibraryReference).min(1).max(100).optional(),
        filter: SearchFilter.optional(),
        /** The query is understood as the next one of this conversation. */
        conversationId: Id.optional(),
        retrieval: RetrievalOverrides.optional(),
      }),
    )
    .output(Explanation),
}
