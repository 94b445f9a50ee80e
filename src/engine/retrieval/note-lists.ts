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
  else stages.skip('rewrite', 'stands-alone')

  stages.note('keyword', { passages: lists.keyword.length })
  if (settings.broad) stages.note('broad', { passages: lists.keyword.length })
  else stages.skip('broad', 'switched-off')

  if (mode !== 'keyword') stages.note('dense', { passages: lists.dense.length })
  else if (settings.mode === 'keyword') stages.skip('dense', 'words-only')
  else stages.skip('dense', 'no-vectors')

  if (lists.graph.length > 0) stages.note('graph', { passages: lists.graph.length })
  else stages.skip('graph', settings.graph ? 'no-name' : 'switched-off')

  const further = passes.length - 1
  stages.note('fusion', {
    passages: lists.fused.length,
    remark: further === 0 ? null : { code: 'searched-again', count: further },
  })

  if (lists.reranked !== null) stages.note('rerank', { passages: lists.reranked.length })
  else stages.skip('rerank', settings.rerank ? 'no-model' : 'switched-off')
}
