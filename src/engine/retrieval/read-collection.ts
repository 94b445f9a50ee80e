import type { SearchFilter } from '../../contract/search.ts'
import type { CollectionQuestion } from '../../domain/collection-question.ts'
import { undetermined } from '../../domain/language/detect-language.ts'
import type { QueryTerm } from '../../domain/query-terms.ts'
import { coverage, tellingWeight, termsWithin, type WeightedTerm } from '../../domain/term-coverage.ts'
import { findWords } from '../../domain/words.ts'
import type { CollectionChunk, CollectionDocument } from '../store/repositories/collections.ts'
import type { Store } from '../store/store.ts'
import { type TermsOfLanguage, termsByLanguage } from './collection-terms.ts'

/** A document with the chunk that speaks most of a subject. */
export type ReadDocument = CollectionDocument & {
  /** For each subject the best chunk, with the terms that it or the document's names hold; null when nothing does. */
  findings: ({ chunkId: number; terms: Set<number> } | null)[]
  isOfKind: boolean
}

/** `weight`: the more telling, the fewer documents hold it. */
export type SubjectTerm = QueryTerm & { weight: number }

export type CollectionReading = {
  /** By name. */
  documents: ReadDocument[]
  /** Documents that could not be read, by name. */
  unread: CollectionDocument[]
  subjects: SubjectTerm[][]
}

/** What one step reads: some milliseconds' work, so that others get their turn, and the same memory for any collection. */
const documentsTogether = 500
const chunksTogether = 50

/** Up to so many terms, a document has to hold all of them at one place. */
const allOf = 3
/** Of longer subjects this share of their weight. */
const leastCoverage = 0.6

type Reading = { libraryIds: readonly string[]; filter: SearchFilter | undefined; signal: AbortSignal | undefined }

/**
 * Looks through every document for the question's subjects and keeps of each document the places that speak of them. Which
 * chunks hold a word of the question the keyword index tells; those are read.
 *
 * @throws the signal's reason when it is aborted, between two steps
 */
export async function readCollection(
  store: Store,
  question: CollectionQuestion,
  { libraryIds, filter, signal }: Reading,
): Promise<CollectionReading> {
  const wanted = question.subjects.map(({ terms }) => terms)
  const kind = question.kindOfDocument
  const termsIn = termsByLanguage(wanted, kind)
  const documents = new Map<number, ReadDocument>()
  const unread: CollectionDocument[] = []
  const listing = stepThrough<CollectionDocument>(
    documentsTogether,
    ({ key }) => key,
    (step) => store.read('collections.documents', { libraryIds, filter, ...step }, signal),
  )
  for await (const some of listing) {
    signal?.throwIfAborted()
    for (const document of some) {
      if (document.state === 'ready') documents.set(document.key, beginDocument(document, termsIn))
      else unread.push(document)
    }
  }
  const terms = [...wanted.flat(), ...(kind === null ? [] : [kind])]
  for (const library of terms.length === 0 ? [] : libraryIds) {
    const speaking = stepThrough<CollectionChunk>(
      chunksTogether,
      ({ id }) => id,
      (step) => store.read('collections.speaking', { library, terms, filter, ...step }, signal),
    )
    for await (const chunks of speaking) {
      signal?.throwIfAborted()
      for (const chunk of chunks) {
        const document = documents.get(chunk.documentKey)
        if (document !== undefined) readChunk(document, chunk, termsIn(chunk.language))
      }
    }
  }
  const read = [...documents.values()].sort(byName)
  return {
    documents: read,
    unread: unread.sort(byName),
    subjects: wanted.map((subject, place) => weigh(subject, place, read)),
  }
}

/** Reads rows some at a time, each time those behind the last one, until there are fewer. */
async function* stepThrough<Row>(
  limit: number,
  keyOf: (row: Row) => number,
  read: (step: { after: number; limit: number }) => Promise<Row[]>,
): AsyncGenerator<Row[], void> {
  let after = 0
  for (;;) {
    const rows = await read({ after, limit })
    yield rows
    const last = rows.at(-1)
    if (rows.length < limit || last === undefined) return
    after = keyOf(last)
  }
}

/** A title may say it all, where no text does. */
function beginDocument(
  document: CollectionDocument,
  termsIn: (language: string) => TermsOfLanguage<QueryTerm>,
): ReadDocument {
  const { subjects, kind } = termsIn(document.language ?? undetermined)
  const names = namesOf(document)
  const { firstChunk } = document
  return {
    ...document,
    findings: subjects.map((terms) => {
      const found = termsWithin(names, terms)
      return firstChunk === null || found.size === 0 ? null : { chunkId: firstChunk, terms: found }
    }),
    isOfKind: kind === null || termsWithin(names, [kind]).size > 0,
  }
}

function readChunk(
  document: ReadDocument,
  chunk: CollectionChunk,
  { subjects, kind }: TermsOfLanguage<QueryTerm>,
): void {
  const text = `${namesOf(document)}\n${(JSON.parse(chunk.headings) as string[]).join('\n')}\n${chunk.text}`
  if (!document.isOfKind && kind !== null) document.isOfKind = termsWithin(text, [kind]).size > 0
  for (const [place, terms] of subjects.entries()) {
    // No other chunk can hold more.
    if (document.findings[place]?.terms.size === terms.length) continue
    const found = termsWithin(text, terms)
    if (found.size === terms.length && terms.length <= allOf && !areClose(chunk.text, terms)) continue
    if (found.size > (document.findings[place]?.terms.size ?? 0)) {
      document.findings[place] = { chunkId: chunk.id, terms: found }
    }
  }
}

/** Words that `boundary layer` may stand apart by: a boundary here and a layer there are none. */
const closeWords = 12

/** Whether terms stand close together somewhere. Where the text lacks one, a heading or title has it, and is above all. */
function areClose(text: string, terms: TermsOfLanguage<QueryTerm>['subjects'][number]): boolean {
  const stem = terms[0]?.forms[0].stem
  const stems = findWords(text, stem).map((word) => word.stem)
  const places = terms.map(({ forms: [{ stems: own }] }) =>
    stems.flatMap((_stem, place) => (own.every((stem, step) => stems[place + step] === stem) ? [place] : [])),
  )
  if (places.some((found) => found.length === 0)) return true
  const [first = [], ...others] = places
  return first.some((place) => others.every((found) => found.some((other) => Math.abs(other - place) <= closeWords)))
}

function namesOf({ title, name, type }: CollectionDocument): string {
  return `${title}\n${name.replace(/[_/.-]/gu, ' ')}\n${type ?? ''}`
}

function byName(a: CollectionDocument, b: CollectionDocument): number {
  if (a.foldedName === b.foldedName) return a.key - b.key
  return a.foldedName < b.foldedName ? -1 : 1
}

/** A term that every document holds says little about one of them. */
function weigh(terms: readonly QueryTerm[], place: number, documents: readonly ReadDocument[]): SubjectTerm[] {
  return terms.map((term, position) => {
    const holders = documents.filter(({ findings }) => findings[place]?.terms.has(position)).length
    return { ...term, weight: tellingWeight(holders, documents.length) }
  })
}

/** Whether a document speaks of a subject. Of a subject without terms, every document does. */
export function speaksOf(document: ReadDocument, place: number, terms: readonly WeightedTerm[]): boolean {
  if (terms.length === 0) return true
  const found = document.findings[place]?.terms ?? new Set()
  return terms.length <= allOf ? found.size === terms.length : coverage(found, terms) >= leastCoverage
}
