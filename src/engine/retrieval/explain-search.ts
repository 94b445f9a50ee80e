import type { ExplainedChunk, Explanation, Standing } from '../../contract/explain.ts'
import { countOccurrences } from '../../domain/term-coverage.ts'
import type { ChunkStanding } from '../store/repositories/search-standings.ts'
import { readWidely } from './answer-by-quoting.ts'
import { buildContext, type Context, type Cut } from './build-context.ts'
import { findPassages } from './find-passages.ts'
import type { Findings } from './findings.ts'
import type { ExplainInput, RetrievalRooms } from './requests.ts'
import { describeTerms } from './search-passages.ts'
import { createStages } from './stages/stages.ts'
import { findStandings, type Standings, standingsIn } from './standings.ts'
import { formsIn } from './term-forms.ts'

const mostChunks = 50

/**
 * Does for a question what an answer would do, and tells of one document where it stands in each list and what cut it.
 *
 * @throws Failure LIBRARY_NOT_FOUND, DOCUMENT_NOT_FOUND, CONVERSATION_NOT_FOUND
 */
export async function explainSearch(rooms: RetrievalRooms, input: ExplainInput): Promise<Explanation> {
  const stages = createStages(rooms.telemetry)
  const { signal, conversationId, filter, documentId } = input
  const earlier =
    conversationId === undefined ? [] : await rooms.store.read('conversations.questions', { conversationId }, signal)
  const findings = await findPassages(rooms, { ...input, limit: null, group: 'none', stages, earlier })
  const settings = readWidely(findings.settings, { passages: findings.settings.contextPassages })
  const context = await buildContext(rooms, findings, { stages, signal, settings })
  const notes = stages.notes()
  const standings = await findStandings({ ...rooms, stages }, { documentId, filter, signal, findings })
  const chunks = explainChunks({ findings, context, standings })
  const { document } = standings
  const place = [...new Set(findings.passages.map((passage) => passage.documentId))].indexOf(documentId)
  return {
    question: input.query,
    rewritten: findings.question,
    wordings: findings.wordings.map(({ text }) => text),
    terms: describeTerms(findings.keyword),
    stages: notes,
    document: { id: document.id, name: document.name, libraryId: document.libraryId, chunks: document.chunks },
    chunks: chunks.slice(0, mostChunks),
    rank: place < 0 ? null : place + 1,
    cut: chunks.some(({ cut }) => cut === null)
      ? null
      : (cutBefore(findings, standings) ?? chunks[0]?.cut ?? { stage: null, reason: 'no-match' }),
    notices: findings.notices,
  }
}

/** Why a document takes no part in the search at all; null when it does. */
function cutBefore({ libraryIds }: Findings, { document, passes }: Standings): Cut | null {
  if (!libraryIds.includes(document.libraryId)) return { stage: null, reason: 'other-library' }
  if (document.trashedAt !== null) return { stage: null, reason: 'in-trash' }
  if (document.state !== 'ready') return { stage: null, reason: 'not-ready' }
  return passes ? null : { stage: null, reason: 'filtered-out' }
}

/** Chunks that stand in any list or hold a term, those that got furthest first. */
function explainChunks(options: { findings: Findings; context: Context; standings: Standings }): ExplainedChunk[] {
  const { findings, context, standings } = options
  const fused = standingsIn(findings.lists.fused)
  const reranked = standingsIn(findings.lists.reranked ?? [])
  const scores = new Map(findings.passages.map(({ chunkId, score }) => [chunkId, score]))
  const inContext = standingsIn(context.chunkIds.map((id) => ({ id, score: scores.get(id) ?? 0 })))
  const before = cutBefore(findings, standings)

  const explained = standings.chunks.flatMap((chunk): ExplainedChunk[] => {
    const { chunkId, page, start, end, text } = chunk.hit
    const lists = {
      keyword: standings.keyword.get(chunkId) ?? null,
      dense: standings.dense.get(chunkId) ?? null,
      fused: fused.get(chunkId) ?? null,
      reranked: reranked.get(chunkId) ?? null,
      context: inContext.get(chunkId) ?? null,
    }
    const terms = explainTerms(chunk, standings, findings)
    if (terms.length === 0 && Object.values(lists).every((standing) => standing === null)) return []
    const cut = before ?? (lists.context === null ? cutWithin(lists, context.cuts.get(chunkId)) : null)
    return [{ chunkId, page, start, end, text, terms, ...lists, cut }]
  })
  const order = ({ context: used, reranked: read, fused: joined, keyword, dense }: ExplainedChunk) =>
    [used, read, joined, keyword, dense].map((standing) => standing?.rank ?? Number.POSITIVE_INFINITY)
  return explained.sort((a, b) => compareRanks(order(a), order(b)))
}

function cutWithin(
  { keyword, dense, fused }: Record<'keyword' | 'dense' | 'fused', Standing | null>,
  known: Cut | undefined,
): Cut {
  if (known !== undefined) return known
  if (fused !== null) return { stage: 'fusion', reason: 'below-limit' }
  if (keyword !== null) return { stage: 'keyword', reason: 'below-candidates' }
  if (dense !== null) return { stage: 'dense', reason: 'below-candidates' }
  return { stage: null, reason: 'no-match' }
}

function explainTerms({ indexed, weights, hit }: ChunkStanding, { terms }: Standings, { keyword }: Findings) {
  const scale = keyword.scales.get(hit.libraryId) ?? 1
  return terms.flatMap((term, place) => {
    const weight = weights[place] ?? 0
    return weight === 0
      ? []
      : [
          {
            text: term.text,
            occurrences: countOccurrences(indexed, { ...term, forms: formsIn(term, keyword.languages) }),
            weight: weight * scale,
          },
        ]
  })
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [place, rank] of a.entries()) {
    const other = b[place] ?? Number.POSITIVE_INFINITY
    if (rank !== other) return rank - other
  }
  return 0
}
