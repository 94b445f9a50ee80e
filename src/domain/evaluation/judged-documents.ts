import type { Judgements } from './ranking-scores.ts'

/** Documents of a library by their names; a name that several have leads to each. */
export type DocumentNames = ReadonlyMap<string, readonly string[]>

export type ResolvedJudgements = {
  /** By document id; a document that is not in the library keeps the name it was judged under. */
  byDocument: Judgements
  /** Names and ids of relevant documents that the library does not have. */
  missing: string[]
}

/**
 * Judgements by document id. One that is judged under its name and its id has its best grade, once. Of several documents
 * of one name each counts.
 *
 * @param library.ids those of the judged ids that are documents of the library
 */
export function resolveJudgements(
  judgements: Readonly<Record<string, number>>,
  library: { ids: ReadonlySet<string>; names: DocumentNames },
): ResolvedJudgements {
  const byDocument = new Map<string, number>()
  const missing: string[] = []
  for (const [judged, grade] of Object.entries(judgements)) {
    const found = library.ids.has(judged) ? [judged] : (library.names.get(judged) ?? [])
    if (found.length === 0 && grade > 0) missing.push(judged)
    for (const document of found.length === 0 ? [judged] : found) {
      byDocument.set(document, Math.max(grade, byDocument.get(document) ?? grade))
    }
  }
  return { byDocument, missing }
}
