import type { CheckedSentence, Citation } from '../../contract/answers.ts'
import type { RetrievalNotice } from '../../contract/retrieval-settings.ts'
import { findBlock } from '../../domain/locate-span.ts'
import { splitSentences } from '../../domain/sentences.ts'
import { readSources } from '../../domain/support/support-check.ts'
import { checkSentence } from './check-answer.ts'
import { citeUnit } from './cite-unit.ts'
import { findPassages } from './find-passages.ts'
import { openClaimJudge } from './judge-claims.ts'
import type { CheckInput, Entailment, RetrievalRooms } from './requests.ts'
import { resolveScope } from './resolve-scope.ts'
import { createStages } from './stages/stages.ts'

export type CheckedText = { sentences: CheckedSentence[]; citations: Citation[]; notices: RetrievalNotice[] }

/** Passages that a sentence is held against. */
const passagesEach = 8

/** Holds each sentence of a text against given sources, or against the passages that are nearest to it. */
export async function checkText(rooms: RetrievalRooms, input: CheckInput): Promise<CheckedText> {
  await resolveScope(rooms, input)
  const { text, signal } = input
  const judge = openClaimJudge(rooms)
  const given = input.sources === undefined ? null : readSources(input.sources)
  const sentences: CheckedText['sentences'] = []
  const citations: Citation[] = []
  for (const span of splitText(text)) {
    signal?.throwIfAborted()
    const sentence = text.slice(span.start, span.end)
    const how = { entails: judge.entails, signal }
    if (given !== null) {
      const { support, doubts } = await checkSentence(sentence, given, how)
      sentences.push({ ...span, text: sentence, citations: [], support, doubts })
      continue
    }
    const { verdict, evidence } = await checkAgainstDocuments({ ...rooms, entails: judge.entails }, input, sentence)
    const places = evidence.map((citation) => {
      const known = citations.findIndex((other) => isSamePlace(other, citation))
      return known < 0 ? citations.push(citation) - 1 : known
    })
    const { support, doubts } = verdict
    sentences.push({ ...span, text: sentence, citations: [...new Set(places)], support, doubts })
  }
  return { sentences, citations, notices: judge.notices() }
}

/** Lines and paragraphs end sentences too. */
function splitText(text: string) {
  return [...text.matchAll(/[^\n]+(?:\n(?!\s*\n|\s*(?:[-*•|#]|\d+[.)])\s)[^\n]+)*/gu)].flatMap((match) =>
    splitSentences(match[0], match.index),
  )
}

async function checkAgainstDocuments(
  rooms: RetrievalRooms & { entails: Entailment },
  input: CheckInput,
  sentence: string,
) {
  const { libraries, filter, retrieval, signal } = input
  const { passages } = await findPassages(rooms, {
    ...{ libraries, filter, signal },
    retrieval: { ...retrieval, hops: 1, queries: 1 },
    query: sentence,
    limit: passagesEach,
    group: 'none',
    stages: createStages(rooms.telemetry),
  })
  // A document's title and headings say whom and what its text is about; they are no evidence that could be opened.
  const names = passages.flatMap(({ title, headingPath }) => [title, ...headingPath])
  const sources = readSources([...passages.map((passage) => passage.text), ...new Set(names)])
  const verdict = await checkSentence(sentence, sources, { entails: rooms.entails, signal })
  const chunkIds = passages.map(({ chunkId }) => chunkId)
  const blocks = await rooms.store.read('search.blocks', { chunkIds }, signal)
  const evidence = verdict.evidence.flatMap((found): Citation[] => {
    const passage = passages[found.source]
    const own = blocks[found.source] ?? []
    if (passage === undefined) return []
    const start = passage.start + found.start
    const block = findBlock(own, start)
    const page = own[block]?.page ?? passage.page
    const unit = { start, end: passage.start + found.end, page, text: found.text, kind: 'paragraph' as const, block }
    return [citeUnit({ passage, score: passage.score }, unit, own)]
  })
  return { verdict, evidence }
}

function isSamePlace(one: Citation, other: Citation): boolean {
  return one.documentId === other.documentId && one.start === other.start && one.end === other.end
}
