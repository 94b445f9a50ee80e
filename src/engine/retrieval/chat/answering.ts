import type { GenerationOptions, ModelReference } from '../../../contract/language-models.ts'
import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { BatchLook } from '../../usage/batches.ts'
import type { AnswerScope } from '../requests.ts'

/** How a question is answered, where it differs from its conversation's own choice. */
export type Answering = {
  filter?: SearchFilter | undefined
  scope: AnswerScope
  reuse: boolean
  retrieval?: RetrievalOverrides | undefined
  model?: ModelReference | undefined
  options?: GenerationOptions | undefined
  /** It may be left to its model's provider, where that has a lower price for work that can wait. */
  atBatchPrice?: boolean | undefined
  /** What came of that. */
  fromBatch?: Extract<BatchLook, { state: 'answered' }> | undefined
  signal?: AbortSignal | undefined
}

/** No library named means all of them. */
export function orAll(libraries: readonly string[] | undefined): readonly string[] | undefined {
  return libraries?.length === 0 ? undefined : libraries
}
