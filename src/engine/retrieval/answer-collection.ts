import type { Answer, AnswerSentence, Citation } from '../../contract/answers.ts'
import type { Cost } from '../../contract/money.ts'
import { asCollectionQuestion, type CollectionQuestion } from '../../domain/collection-question.ts'
import { reduceCollection } from '../../domain/collection-reduce.ts'
import { type QuoteUnit, splitIntoUnits } from '../../domain/quote-units.ts'
import { coverage, termsWithin, type WeightedTerm } from '../../domain/term-coverage.ts'
import { citeUnit } from './cite-unit.ts'
import { termsByLanguage } from './collection-terms.ts'
import { type CollectionReading, type ReadDocument, readCollection, speaksOf } from './read-collection.ts'
import type { AnswerInput, RetrievalRooms } from './requests.ts'
import { createStages } from './stages/stages.ts'

/** Documents of each subject that are cited at most; the answer says how many more there are. */
const mostCited = 200
/** Chunks whose sentences are looked through in one step: some milliseconds' work. */
const chunksTogether = 16

const noCost: Cost = { currency: 'USD', nanoDollars: 0, estimated: false, inputTokens: 0, outputTokens: 0 }

export type CollectionInput = {
  filter: AnswerInput['filter']
  signal: AnswerInput['signal']
  question: string
  libraryIds: readonly string[]
  understoodAs: string | null
}

/**
 * Answers from every document of the libraries: each is read for the question's subject, and what was found is counted,
 * listed or set side by side, with one citation a document. States what was read and what could not be.
 *
 * @throws the signal's reason when it is aborted
 */
export async function answerCollection(rooms: RetrievalRooms, input: CollectionInput): Promise<Answer> {
  const stages = createStages(rooms.telemetry)
  const question = asCollectionQuestion(input.question)
  const reading = await stages.run('read', () => readCollection(rooms.store, question, input))
  const found = question.subjects.map((_subject, place) => findSpeaking(question, reading, place))
  const cited = await stages.run('quote', () =>
    Promise.all(found.map((documents, place) => citeDocuments(rooms, { documents, place, reading, question, input }))),
  )
  const citations = cited.flat()
  const reduced = reduceCollection({
    question,
    subjects: found.map((documents, place) => ({
      documents: documents.length,
      cited: (cited[place] ?? []).map(({ title, document, quote }) => ({ name: title || document, quote })),
    })),
    read: reading.documents.length,
    unread: reading.unread.map(({ name }) => name),
  })
  return {
    answer: reduced.text,
    mode: 'collection',
    sentences: reduced.sentences satisfies AnswerSentence[],
    citations,
    timings: stages.timings(),
    cost: noCost,
    coverage: { read: reading.documents.length, total: reading.documents.length + reading.unread.length },
    reused: null,
    understoodAs: input.understoodAs,
    notices: [],
    generation: null,
  }
}

/** The documents that answer for a subject, by name. */
function findSpeaking(question: CollectionQuestion, reading: CollectionReading, place: number): ReadDocument[] {
  const { documents, subjects } = reading
  const ofKind = question.kindOfDocument !== null && documents.some(({ isOfKind }) => isOfKind)
  return documents.filter((document) => {
    if (ofKind && !document.isOfKind) return false
    return speaksOf(document, place, subjects[place] ?? []) !== question.isNegated
  })
}

type Citing = {
  documents: readonly ReadDocument[]
  place: number
  reading: CollectionReading
  question: CollectionQuestion
  input: CollectionInput
}

/** One citation a document: the sentence that says most of the subject; of a document without the subject, its first. */
async function citeDocuments(
  { store }: RetrievalRooms,
  { documents, place, reading, question, input }: Citing,
): Promise<Citation[]> {
  const terms = question.isNegated ? [] : (reading.subjects[place] ?? [])
  const termsIn = termsByLanguage([terms], null)
  const chunkIds = documents.slice(0, mostCited).flatMap((document) => {
    const chunkId = terms.length === 0 ? document.firstChunk : document.findings[place]?.chunkId
    return chunkId === undefined || chunkId === null ? [] : [chunkId]
  })
  const citations: Citation[] = []
  for (let at = 0; at < chunkIds.length; at += chunksTogether) {
    input.signal?.throwIfAborted()
    const some = chunkIds.slice(at, at + chunksTogether)
    const passages = await store.read('search.chunks', { chunkIds: some }, input.signal)
    const blocks = await store.read('search.blocks', { chunkIds: passages.map(({ chunkId }) => chunkId) }, input.signal)
    for (const [index, passage] of passages.entries()) {
      const own = blocks[index] ?? []
      const [asked = []] = termsIn(passage.language).subjects
      const unit = bestUnit(splitIntoUnits(passage, own), asked)
      if (unit !== null) citations.push(citeUnit({ passage, score: scoreOf(unit, asked) }, unit, own))
    }
  }
  return citations
}

/** The first of the units that hold most of the terms; a heading only where nothing else is there. */
function bestUnit(units: readonly QuoteUnit[], terms: readonly WeightedTerm[]): QuoteUnit | null {
  const body = units.filter(({ kind }) => kind !== 'heading')
  const candidates = body.length > 0 ? body : units
  let best: { unit: QuoteUnit; score: number } | null = null
  for (const unit of candidates) {
    const score = scoreOf(unit, terms)
    if (best === null || score > best.score) best = { unit, score }
  }
  return best?.unit ?? null
}

function scoreOf(unit: QuoteUnit, terms: readonly WeightedTerm[]): number {
  return terms.length === 0 ? 1 : coverage(termsWithin(unit.text, terms), terms)
}
