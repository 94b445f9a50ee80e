import { findWords } from '../words.ts'
import { subjectStems } from './draft-candidates.ts'
import { type DraftCandidate, draftKinds } from './draft-templates.ts'

/** What a document gives rise to, and the name by which it is judged. */
export type DraftDocument = { reference: string; candidates: readonly DraftCandidate[]; stems: ReadonlySet<string> }

export type ChosenDraft = DraftCandidate & { reference: string }

/** A question whose subject more of the documents hold could be answered by any of them. */
const mostHolders = 2

/** Two questions that share this part of their words are one. */
const nearDuplicate = 0.6

type Ranked = ChosenDraft & { stems: ReadonlySet<string>; rarity: number }

/**
 * The best questions, as many as are asked for: those whose subject stands in one document or two, of each document its
 * surest first, one document after another before any has its second, and none that is nearly another.
 */
export function chooseDrafts(documents: readonly DraftDocument[], count: number): ChosenDraft[] {
  const holders = countHolders(documents)
  const rows = documents.map((document) => rank(document, { holders, documents }))
  const chosen: Ranked[] = []
  const longest = Math.max(0, ...rows.map((row) => row.length))
  for (let round = 0; round < longest && chosen.length < count; round += 1) {
    const turn = rows.flatMap((row) => row[round] ?? []).sort(compare)
    for (const candidate of turn) {
      if (chosen.length === count) break
      if (!chosen.some((known) => overlap(known.stems, candidate.stems) >= nearDuplicate)) chosen.push(candidate)
    }
  }
  return chosen.map(({ kind, text, subject, reference }) => ({ kind, text, subject, reference }))
}

function countHolders(documents: readonly DraftDocument[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>()
  for (const { stems } of documents) for (const stem of stems) holders.set(stem, (holders.get(stem) ?? 0) + 1)
  return holders
}

/** A document's candidates that tell it from the others, its best first. */
function rank(
  { reference, candidates }: DraftDocument,
  among: { holders: ReadonlyMap<string, number>; documents: readonly DraftDocument[] },
): Ranked[] {
  const ranked = candidates.flatMap((candidate): Ranked[] => {
    const about = subjectStems(candidate)
    if (about.length === 0 || countSharing(about, among) > mostHolders) return []
    const fewest = Math.min(...about.map((stem) => among.holders.get(stem) ?? 1))
    const stems = new Set(findWords(candidate.text).map(({ stem }) => stem))
    return [{ ...candidate, reference, stems, rarity: 1 / fewest }]
  })
  return ranked.sort(compare)
}

/** Documents that hold everything a question is about, counted no further than needed. */
function countSharing(
  about: readonly string[],
  { holders, documents }: { holders: ReadonlyMap<string, number>; documents: readonly DraftDocument[] },
): number {
  if (about.some((stem) => (holders.get(stem) ?? 0) <= mostHolders)) return 0
  let sharing = 0
  for (const { stems } of documents) {
    if (about.every((stem) => stems.has(stem))) sharing += 1
    if (sharing > mostHolders) break
  }
  return sharing
}

function compare(one: Ranked, other: Ranked): number {
  const surer = draftKinds.indexOf(one.kind) - draftKinds.indexOf(other.kind)
  return surer !== 0 ? surer : other.rarity - one.rarity
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((stem) => other.has(stem)).length
  return shared / (one.size + other.size - shared)
}
