import type { CutReason, RetrievalStage } from '../../contract/explain.ts'
import type { RetrievalSettings } from '../../contract/retrieval-settings.ts'
import type { Findings } from './findings.ts'
import type { RetrievalRooms } from './requests.ts'
import { type ContextPassage, compress } from './stages/compression.ts'
import { pickPassages } from './stages/diversity.ts'
import { weighFound } from './stages/further.ts'
import { addNeighbours } from './stages/neighbours.ts'
import type { Stages } from './stages/stages.ts'

/** `stage`: null for what took no part in the search. */
export type Cut = { stage: RetrievalStage | null; reason: CutReason }

/** What an answer is made from. */
export type Context = {
  /** In the order in which they were picked, each with its neighbours in the order of the document. */
  pieces: ContextPassage[]
  /** The picked ones of which something is left, by chunk id, the first the best. */
  chunkIds: number[]
  /** Passages of the ranking that are not in it, and why. */
  cuts: Map<number, Cut>
  tokens: number
}

/** The passages of a ranking that say different things, with what stands beside them, in the tokens that there are. */
export async function buildContext(
  rooms: RetrievalRooms,
  findings: Findings,
  { stages, signal, settings }: { stages: Stages; signal: AbortSignal | undefined; settings: RetrievalSettings },
): Promise<Context> {
  const picked = await stages.run('diversity', () => pickPassages(findings.passages, settings))
  const beside = await stages.run('neighbours', () =>
    addNeighbours(rooms.store, picked.passages, { reach: settings.neighbours, signal }),
  )
  const chunkIds = [...new Set(beside.map(({ passage }) => passage.chunkId))]
  const blocks = await stages.run('blocks', () => rooms.store.read('search.blocks', { chunkIds }, signal))
  const blocksOf = new Map(chunkIds.map((chunkId, place) => [chunkId, blocks[place] ?? []]))
  const pieces = await stages.run('compression', () =>
    compress(
      beside.map((piece) => ({ ...piece, blocks: blocksOf.get(piece.passage.chunkId) ?? [] })),
      { terms: weighFound(findings.keyword), budget: settings.contextTokens },
    ),
  )

  stages.note('diversity', { passages: picked.passages.length })
  if (settings.neighbours === 0) stages.skip('neighbours', 'switched-off')
  else stages.note('neighbours', { passages: beside.length })
  stages.note('compression', { passages: pieces.length })

  const left = new Set(pieces.flatMap(({ passage, neighbourOf }) => (neighbourOf === null ? [passage.chunkId] : [])))
  const cuts = new Map<number, Cut>()
  const rankedBy: RetrievalStage = findings.lists.reranked === null ? 'fusion' : 'rerank'
  for (const { chunkId } of findings.passages) {
    const reason = picked.cuts.get(chunkId)
    cuts.set(
      chunkId,
      reason === undefined ? { stage: rankedBy, reason: 'below-limit' } : { stage: 'diversity', reason },
    )
  }
  for (const { chunkId } of picked.passages) {
    if (left.has(chunkId)) cuts.delete(chunkId)
    else cuts.set(chunkId, { stage: 'compression', reason: 'over-token-budget' })
  }
  return {
    pieces,
    chunkIds: picked.passages.map(({ chunkId }) => chunkId).filter((chunkId) => left.has(chunkId)),
    cuts,
    tokens: pieces.reduce((sum, { tokens }) => sum + tokens, 0),
  }
}
