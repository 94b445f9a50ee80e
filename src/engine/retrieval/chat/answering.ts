import type { GenerationOptions, ModelReference } from '../../../contract/language-models.ts'
import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { AnswerScope } from '../requests.ts'

/** How a question is answered, where it differs from its conversation's own choice. */
export type Answering = {
  filter?: SearchFilter | undefined
  scope: AnswerScope
  reuse: boolean
  retrieval?: RetrievalOverrides | undefined
  model?: ModelReference | undefined
  options?: GenerationOptions | undefined
  signal?: AbortSignal | undefined
}

/** No library named means all of them. */
export function orAll(libraries: readonly string[] | undefined): readonly string[] | undefined {
  return libraries?.length === 0 ? undefined : libraries
}
