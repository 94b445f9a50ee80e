import type { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import { isFailure } from '../../../domain/failure.ts'
import type { Scored } from '../../../domain/fusion.ts'
import type { Models } from '../../usage/models.ts'
import { isModelTrouble } from '../model-trouble.ts'
import type { RetrievalRooms } from '../requests.ts'
import type { Stages } from './stages.ts'

type Reranker = NonNullable<Awaited<ReturnType<Models['reranker']>>>

/** The reranking model in use, or the last one on this machine; without it the notice says why. */
export async function openReranker(
  rooms: RetrievalRooms,
  { signal, ...wanted }: { localOnly: boolean; libraryIds: readonly string[]; signal: AbortSignal | undefined },
): Promise<{ model: Reranker | null; notice: RetrievalNotice | null }> {
  try {
    const model = (await rooms.models?.reranker(wanted)) ?? null
    return { model, notice: model === null ? 'no-reranking-model' : null }
  } catch (error) {
    const isKeptHere = isFailure(error) && error.code === 'LOCAL_ONLY'
    return { model: null, notice: isKeptHere ? 'reranking-local-only' : toNotice(rooms, error, signal) }
  }
}

/** Lets the model read the question with each passage. `ranked`: best first; null when it did not, or there is none. */
export async function rerank(
  rooms: RetrievalRooms & { stages: Stages },
  model: Reranker | null,
  input: {
    question: string
    candidates: readonly { chunkId: number; title: string; headingPath: readonly string[]; text: string }[]
    signal: AbortSignal | undefined
  },
): Promise<{ ranked: Scored[] | null; notice: RetrievalNotice | null }> {
  const { candidates, question } = input
  if (model === null || candidates.length === 0) return { ranked: null, notice: null }
  const signal = input.signal ?? new AbortController().signal
  const texts = candidates.map(({ title, headingPath, text }) => [title, ...headingPath, text].join('\n'))
  try {
    const { scores } = await rooms.stages.run('rerank', () => model.score(question, texts, signal))
    const ranked = candidates.map(({ chunkId }, place) => ({ id: chunkId, score: scores[place] ?? 0 }))
    return { ranked: ranked.sort((a, b) => b.score - a.score), notice: null }
  } catch (error) {
    return { ranked: null, notice: toNotice(rooms, error, input.signal) }
  }
}

/** A model that fails is passed over; anything else goes on. */
function toNotice(rooms: RetrievalRooms, error: unknown, signal: AbortSignal | undefined): RetrievalNotice {
  signal?.throwIfAborted()
  if (!isModelTrouble(error)) throw error
  rooms.telemetry.log.warn({ err: error }, 'passages could not be reranked')
  return 'reranking-failed'
}
