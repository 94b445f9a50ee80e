import type { QuestionVector } from './answer-cache.ts'
import { isModelTrouble } from './model-trouble.ts'
import type { RetrievalRooms } from './requests.ts'

type Asked = { question: string; libraryIds: readonly string[]; signal: AbortSignal | undefined }

/**
 * A question's vector by the model that the first of its libraries is searched with; null where none is. A model that
 * fails leaves likeness out: the search that follows says so.
 */
export async function embedQuestion(
  rooms: RetrievalRooms,
  { question, libraryIds, signal }: Asked,
): Promise<QuestionVector | null> {
  const { models, servingIndex } = rooms
  if (models === undefined || servingIndex === undefined) return null
  for (const libraryId of libraryIds) {
    const serving = await servingIndex(libraryId)
    if (serving === null) continue
    try {
      const embedder = await models.embedder(serving.modelId, libraryIds)
      const { vectors } = await embedder.embed([question], {
        purpose: 'query',
        signal: signal ?? new AbortController().signal,
      })
      const [vector] = vectors
      return vector === undefined ? null : { fingerprint: embedder.fingerprint, vector }
    } catch (error) {
      if (!isModelTrouble(error)) throw error
      return null
    }
  }
  return null
}
