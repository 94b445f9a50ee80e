import type { Answer, AnswerSentence } from '../../contract/answers.ts'
import type { Block } from '../../contract/document.ts'
import type { Cost } from '../../contract/money.ts'
import type { RetrievalSettings } from '../../contract/retrieval-settings.ts'
import { chooseQuotes, type Quote } from '../../domain/extractive-answer.ts'
import { detectQueryLanguage } from '../../domain/language/detect-language.ts'
import { definitionQuery } from '../../domain/question-shape.ts'
import { splitIntoUnits } from '../../domain/quote-units.ts'
import { isStopWord } from '../../domain/stop-words.ts'
import { tellingWeight, type WeightedTerm } from '../../domain/term-coverage.ts'
import { foldWord } from '../../domain/words.ts'
import { buildContext } from './build-context.ts'
import { citeUnit } from './cite-unit.ts'
import { findPassages } from './find-passages.ts'
import type { Findings } from './findings.ts'
import type { AnswerInput, RetrievalRooms } from './requests.ts'
import type { ContextPassage } from './stages/compression.ts'
import type { KeywordFindings } from './stages/keyword.ts'
import { createStages, type Stages } from './stages/stages.ts'
import { formsIn } from './term-forms.ts'

/** Passages with "X is" that a question for a definition adds. */
const mostDefinitions = 10

/** Terms of a question that sentences are held against. */
const mostTerms = 64

const onlyStopWords =
  'The question has only words that stand in nearly every text. Add one that says what it is about, or put a name in quotation marks.'

/** Of an answer from passages that was made just now, without a language model. */
const unremarkable = { coverage: null, reused: null, generation: null }

/** Quoting needs no model. */
const noCost: Cost = { currency: 'USD', nanoDollars: 0, estimated: false, inputTokens: 0, outputTokens: 0 }

/**
 * Answers with sentences that stand in the documents, word for word, each with the place it stands at. Without a passage
 * that holds enough of the question the answer says so and cites nothing.
 */
export async function answerByQuoting(rooms: RetrievalRooms, input: AnswerInput): Promise<Answer> {
  const stages = createStages(rooms.telemetry)
  const { signal } = input
  signal?.throwIfAborted()
  const findings = await findPassages(rooms, { ...input, query: input.question, limit: null, group: 'none', stages })
  const { question, keyword } = findings
  const understood = {
    ...unremarkable,
    understoodAs: findings.isRewritten ? question : null,
    notices: findings.notices,
  }
  const defining = definitionQuery(question)
  if (defining === null && keyword.chunks > 0 && hasOnlyStopWords(findings)) {
    return { ...refuse(onlyStopWords), ...understood, timings: stages.timings(), cost: noCost }
  }
  const { pieces } = await buildContext(rooms, findings, {
    stages,
    signal,
    settings: readWidely(findings.settings, input),
  })
  const definitions = defining === null ? [] : await findDefinitions(rooms, { ...input, defining, stages })
  const passages = addDefinitions(pieces, definitions)
  signal?.throwIfAborted()
  const quotes = await stages.run('quote', () =>
    chooseQuotes({ question, terms: weighTerms(keyword), passages, count: input.passages }),
  )
  const blocksOf = new Map(passages.map(({ passage, blocks }) => [passage.chunkId, blocks]))
  const parts = quotes.length > 0 ? compose(quotes, blocksOf) : nothingFound(keyword)
  return { ...parts, ...understood, timings: stages.timings(), cost: noCost }
}

/**
 * Quoting chooses among what it reads, and what it does not quote costs nothing: it reads twice the passages that an
 * answer of a language model would be made from.
 */
export function readWidely(settings: RetrievalSettings, { passages }: { passages: number }): RetrievalSettings {
  const contextPassages = 2 * Math.max(settings.contextPassages, passages)
  const diversityPool = Math.max(2 * settings.diversityPool, contextPassages)
  return { ...settings, contextPassages, diversityPool, contextTokens: 2 * settings.contextTokens }
}

/** Passages with the words in a row that a definition begins with. */
async function findDefinitions(
  rooms: RetrievalRooms,
  input: AnswerInput & { defining: string; stages: Stages },
): Promise<ReadablePassage[]> {
  const { defining, stages, libraries, filter, signal } = input
  const byWords = { mode: 'keyword', broad: false, rerank: false, queries: 1, hops: 1, graph: false } as const
  const { passages } = await findPassages(rooms, {
    ...{ libraries, filter, signal, stages },
    query: defining,
    retrieval: byWords,
    limit: mostDefinitions,
    group: 'none',
  })
  const chunkIds = passages.map(({ chunkId }) => chunkId)
  const blocks = await stages.run('blocks', () => rooms.store.read('search.blocks', { chunkIds }, signal))
  return passages.map((passage, place) => {
    const own = blocks[place] ?? []
    return { passage, blocks: own, units: splitIntoUnits(passage, own) }
  })
}

type ReadablePassage = Pick<ContextPassage, 'passage' | 'units' | 'blocks'>

/**
 * Puts passages that begin a definition among those that the question's words found. The two searches have scores of
 * their own, so a definition counts as much of the best passage's score as it has of the best definition's.
 */
function addDefinitions(
  pieces: readonly ReadablePassage[],
  definitions: readonly ReadablePassage[],
): ReadablePassage[] {
  const best = Math.max(...pieces.map(({ passage }) => passage.score), 0)
  const bestDefinition = definitions[0]?.passage.score ?? 1
  const placeOf = ({ passage }: ReadablePassage) => `${passage.chunkId} ${passage.start}`
  const scored = new Map(pieces.map((piece) => [placeOf(piece), piece]))
  for (const definition of definitions) {
    const score = (best * definition.passage.score) / bestDefinition
    const known = scored.get(placeOf(definition))
    if (score > (known?.passage.score ?? 0)) {
      scored.set(placeOf(definition), { ...definition, passage: { ...definition.passage, score } })
    }
  }
  return [...scored.values()].sort((a, b) => b.passage.score - a.passage.score)
}

/** Of a very long question, the most telling terms that are found at all. */
function weighTerms({ terms, holders, chunks, languages }: KeywordFindings): WeightedTerm[] {
  const weighed = terms.map((term, place) => {
    const holding = holders[place] ?? 0
    return { stems: term.stems, forms: formsIn(term, languages), holding, weight: tellingWeight(holding, chunks) }
  })
  if (weighed.length <= mostTerms) return weighed
  const found = weighed.filter(({ holding }) => holding > 0)
  return found.sort((a, b) => b.weight - a.weight).slice(0, mostTerms)
}

type AnswerParts = Pick<Answer, 'answer' | 'mode' | 'sentences' | 'citations'>

/** One citation for each sentence, so that each opens its own span at its own page. */
function compose(quotes: readonly Quote[], blocksOf: ReadonlyMap<number, readonly Block[]>): AnswerParts {
  const citations = quotes.flatMap((quote) => {
    const blocks = blocksOf.get(quote.passage.chunkId) ?? []
    return quote.units.map((unit) => citeUnit(quote, unit, blocks))
  })
  const sentences: AnswerSentence[] = citations.map(({ quote }, index) => ({
    text: quote,
    citations: [index],
    support: 'quoted',
    doubts: [],
  }))
  return { answer: quotes.map(toPlainText).join('\n\n'), mode: 'extractive', sentences, citations }
}

/** Sentences of one block run on; blocks are set apart as they are in the document. */
function toPlainText({ units }: Quote): string {
  return units
    .map((unit, place) => {
      const before = units[place - 1]
      if (before === undefined) return unit.text
      if (before.block === unit.block) return ` ${unit.text}`
      return before.kind === 'list-item' && unit.kind === 'list-item' ? `\n${unit.text}` : `\n\n${unit.text}`
    })
    .join('')
}

function nothingFound({ chunks }: KeywordFindings): AnswerParts {
  return refuse(
    chunks === 0
      ? 'There is nothing to search yet: no document with text has been added.'
      : 'No passage in these documents answers this question. Other words may find one.',
  )
}

/** Such words find passages, of every document, and none of them answers anything. In quotation marks they are a name. */
function hasOnlyStopWords({ question, keyword }: Pick<Findings, 'question' | 'keyword'>): boolean {
  const { terms, languages } = keyword
  const language = detectQueryLanguage(question, languages)
  return terms.length > 0 && terms.every(({ kind, text }) => kind === 'word' && isStopWord(foldWord(text), language))
}

function refuse(answer: string): AnswerParts {
  return {
    answer,
    mode: 'nothing-found',
    sentences: [{ text: answer, citations: [], support: 'none', doubts: [] }],
    citations: [],
  }
}
