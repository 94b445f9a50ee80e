import type { RetrievalNotice } from '../contract/retrieval-settings.ts'

const sentences: Record<RetrievalNotice, string | null> = {
  // So it is until a person installs one: said by "explain", not by every search.
  'no-embedding-model': null,
  'no-reranking-model': null,
  'vectors-incomplete': 'Some passages have no vector yet and were found by their words only.',
  'index-catching-up': 'The index of vectors is catching up; a search in a while may find more.',
  'embedding-failed': 'The embedding model failed, so passages were found by their words only.',
  'reranking-failed': 'The reranking model failed, so passages stand in the order in which they were found.',
  'reranking-local-only':
    'The reranking model is on another machine and was not asked: what these documents say stays on this one.',
  'entailment-failed': 'The entailment model failed, so sentences were checked by rules only.',
}

/** What a person should know of how a search was done, in words. */
export function describeNotices(notices: readonly RetrievalNotice[]): string[] {
  return notices.flatMap((notice) => sentences[notice] ?? [])
}
