import type { RetrievalSettings } from '../../contract/retrieval-settings.ts'
import type { RankLists } from './findings.ts'
import type { PassFindings } from './one-pass.ts'
import type { Stages } from './stages/stages.ts'

/** Keeps for an explanation what each step of a search did, or why it had nothing to do. */
export function noteLists(
  stages: Stages,
  found: {
    isRewritten: boolean
    mode: 'hybrid' | 'dense' | 'keyword'
    settings: RetrievalSettings
    passes: readonly PassFindings[]
    lists: RankLists
  },
): void {
  const { isRewritten, mode, settings, passes, lists } = found
  if (isRewritten) stages.note('rewrite', { passages: null })
  else stages.skip('rewrite', 'the question stands on its own')

  stages.note('keyword', { passages: lists.keyword.length })
  if (settings.broad) stages.note('broad', { passages: lists.keyword.length })
  else stages.skip('broad', 'it is switched off')

  if (mode !== 'keyword') stages.note('dense', { passages: lists.dense.length })
  else if (settings.mode === 'keyword') stages.skip('dense', 'only words are looked for')
  else stages.skip('dense', 'these libraries have no vectors')

  if (lists.graph.length > 0) stages.note('graph', { passages: lists.graph.length })
  else stages.skip('graph', settings.graph ? 'no name leads on' : 'it is switched off')

  const further = passes.length - 1
  stages.note('fusion', {
    passages: lists.fused.length,
    ...(further === 0
      ? {}
      : { why: `${further === 1 ? 'one more search was' : `${further} more searches were`} made` }),
  })

  if (lists.reranked !== null) stages.note('rerank', { passages: lists.reranked.length })
  else stages.skip('rerank', settings.rerank ? 'no reranking model was at work' : 'it is switched off')
}
