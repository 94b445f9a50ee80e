import type { SearchFilter } from '../../contract/search.ts'
import type { CollectionQuestion } from '../../domain/collection-question.ts'
import type { QueryTerm } from '../../domain/query-terms.ts'
import { coverage, tellingWeight, termsWithin, type WeightedTerm } from '../../domain/term-coverage.ts'
import { findWords } from '../../domain/words.ts'
import type { CollectionChunk, CollectionDocument } from '../store/repositories/collections.ts'
import type { Store } from '../store/store.ts'

/** A document with the chunk that speaks most of a subject. */
export type ReadDocument = CollectionDocument & {
  /** For each subject the best chunk, with the terms that it or the document's names hold; null when nothing does. */
  findings: ({ chunkId: number; terms: Set<number> } | null)[]
  /** Null of a document without text. */
  firstChunk: number | null
  isOfKind: boolean
}

export type CollectionReading = {
  documents: ReadDocument[]
  /** Documents that could not be read, by name. */
  unread: CollectionDocument[]
  /** The subjects' terms, weighed by how many of the documents hold them. */
  subjects: WeightedTerm[][]
}

/** Chunks that are read in one step: memory stays the same however many documents there are. */
const chunksTogether = 300

/** Up to so many terms, a document has to hold all of them at one place. */
const allOf = 3
/** Of longer subjects this share of their weight. */
const leastCoverage = 0.6

type Reading = { libraryIds: readonly string[]; filter: SearchFilter | undefined; signal: AbortSignal | undefined }

/**
 * Reads every chunk of every document once and keeps of each document the places that speak of the question's subjects.
 *
 * @throws the signal's reason when it is aborted, between two steps
 */
export async function readCollection(
  store: Store,
  question: CollectionQuestion,
  { libraryIds, filter, signal }: Reading,
): Promise<CollectionReading> {
  const all = await store.read('collections.documents', { libraryIds, filter }, signal)
  const ready = all.filter(({ state }) => state === 'ready')
  const subjects = question.subjects.map(({ terms }) => terms.map(({ stems }) => ({ stems, weight: 1 })))
  const kind = question.kindOfDocument
  const documents = new Map(ready.map((document) => [document.key, beginDocument(document, { subjects, kind })]))
  for await (const chunks of stepThrough(store, ready, signal)) {
    for (const chunk of chunks) {
      const document = documents.get(chunk.documentKey)
      if (document !== undefined) readChunk(document, chunk, { subjects, kind })
    }
  }
  const read = [...documents.values()]
  return {
    documents: read,
    unread: all.filter(({ state }) => state !== 'ready'),
    subjects: subjects.map((terms, place) => weigh(terms, place, read)),
  }
}

async function* stepThrough(
  store: Store,
  documents: readonly CollectionDocument[],
  signal: AbortSignal | undefined,
): AsyncGenerator<CollectionChunk[], void> {
  let first = 0
  let fromOrdinal = 0
  while (first < documents.length) {
    signal?.throwIfAborted()
    let last = first
    let count = 0
    while (last < documents.length && (last === first || count < chunksTogether)) {
      count += documents[last]?.chunks ?? 0
      last += 1
    }
    const documentKeys = documents.slice(first, last).map(({ key }) => key)
    const chunks = await store.read('collections.chunks', { documentKeys, fromOrdinal, limit: chunksTogether }, signal)
    yield chunks
    const end = chunks.at(-1)?.documentKey
    if (chunks.length < chunksTogether || end === undefined) {
      first = last
      fromOrdinal = 0
    } else {
      // The step ended within a document: the next one goes on behind its last chunk.
      const reached = documentKeys.indexOf(end)
      const ofEnd = chunks.filter(({ documentKey }) => documentKey === end).length
      fromOrdinal = (reached === 0 ? fromOrdinal : 0) + ofEnd
      first += reached
    }
  }
}

type Wanted = { subjects: readonly WeightedTerm[][]; kind: QueryTerm | null }

function beginDocument(document: CollectionDocument, { subjects, kind }: Wanted): ReadDocument {
  const names = namesOf(document)
  return {
    ...document,
    findings: subjects.map(() => null),
    firstChunk: null,
    isOfKind: kind === null || holds(names, kind),
  }
}

function readChunk(document: ReadDocument, chunk: CollectionChunk, { subjects, kind }: Wanted): void {
  document.firstChunk ??= chunk.id
  const text = `${namesOf(document)}\n${(JSON.parse(chunk.headings) as string[]).join('\n')}\n${chunk.text}`
  if (!document.isOfKind && kind !== null) document.isOfKind = holds(text, kind)
  for (const [place, terms] of subjects.entries()) {
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
function areClose(text: string, terms: readonly WeightedTerm[]): boolean {
  const stems = findWords(text).map(({ stem }) => stem)
  const places = terms.map(({ stems: own }) =>
    stems.flatMap((_stem, place) => (own.every((stem, step) => stems[place + step] === stem) ? [place] : [])),
  )
  if (places.some((found) => found.length === 0)) return true
  const [first = [], ...others] = places
  return first.some((place) => others.every((found) => found.some((other) => Math.abs(other - place) <= closeWords)))
}

function namesOf({ title, name, type }: CollectionDocument): string {
  return `${title}\n${name.replace(/[_/.-]/gu, ' ')}\n${type ?? ''}`
}

function holds(text: string, { stems }: QueryTerm): boolean {
  return termsWithin(text, [{ stems }]).size > 0
}

/** A term that every document holds says little about one of them. */
function weigh(terms: readonly WeightedTerm[], place: number, documents: readonly ReadDocument[]): WeightedTerm[] {
  return terms.map(({ stems }, term) => {
    const holders = documents.filter(({ findings }) => findings[place]?.terms.has(term)).length
    return { stems, weight: tellingWeight(holders, documents.length) }
  })
}

/** Whether a document speaks of a subject. Of a subject without terms, every document does. */
export function speaksOf(document: ReadDocument, place: number, terms: readonly WeightedTerm[]): boolean {
  if (terms.length === 0) return true
  const found = document.findings[place]?.terms ?? new Set()
  return terms.length <= allOf ? found.size === terms.length : coverage(found, terms) >= leastCoverage
}
