import type { NextQuestion } from '../../../contract/ahead.ts'
import { type NearSection, suggestFollowUps } from '../../../domain/next-questions/follow-ups.ts'
import { askedNext, type PastQuestion } from '../../../domain/next-questions/past-questions.ts'
import type { LastAnswer, SectionPlace } from '../../store/repositories/next-questions.ts'
import type { Store } from '../../store/store.ts'

/** What was asked longer ago is not looked at. */
export const pastMs = 90 * 24 * 60 * 60 * 1_000
/** Citations whose surroundings are looked at, the first of the answer. */
const mostCited = 6

export type Suggestions = { last: LastAnswer; questions: NextQuestion[] }

/**
 * The questions that may follow the last answer of a conversation, or of the one that was last in use; null while it has
 * none.
 *
 * @throws Failure CONVERSATION_NOT_FOUND; the signal's reason when it is aborted
 */
export async function suggestNext(
  store: Store,
  { conversationId, now, signal }: { conversationId: string | null; now: number; signal?: AbortSignal | undefined },
): Promise<Suggestions | null> {
  const last = await store.read('questions.lastAnswer', { conversationId }, signal)
  if (last === null) return null
  const past = await store.read('questions.past', { since: now - pastMs }, signal)
  return { last, questions: await suggestAfter(store, { last, past, signal }) }
}

async function suggestAfter(
  store: Store,
  { last, past, signal }: { last: LastAnswer; past: readonly PastQuestion[]; signal: AbortSignal | undefined },
): Promise<NextQuestion[]> {
  const { conversationId, questions, answer, libraryIds } = last
  const question = questions.at(-1) ?? ''
  const cited = answer.citations.slice(0, mostCited).map(({ documentId, start, end }) => ({ documentId, start, end }))
  const { sections, names } = await store.read('questions.beside', { cited }, signal)
  const ofSame = past.filter((each) => sameLibraries(each.libraryIds, libraryIds))
  const leads = {
    askedNext: askedNext(ofSame, { question, conversationId }),
    sections: nearSections(sections, last.quotedBefore),
    names,
  }
  return suggestFollowUps(leads, questions)
}

function sameLibraries(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}

/** The sections beside each citation, by how far they are from it; those that were quoted themselves are none. */
function nearSections(places: readonly SectionPlace[], quotedBefore: readonly string[][]): NearSection[] {
  const cited = places.filter(({ isCited }) => isCited)
  const quoted = new Set([...cited.map(pathOf), ...quotedBefore.map((path) => path.join('\n'))])
  return [...Map.groupBy(places, ({ rank }) => rank).values()].flatMap((ofOne) => {
    const sections = ofOne.filter((place, index) => pathOf(place) !== pathOf(ofOne[index - 1] ?? null))
    const own = pathOf(ofOne.find(({ isCited }) => isCited) ?? null)
    const at = sections.findIndex((section) => pathOf(section) === own)
    return sections.flatMap((section, index): NearSection[] => {
      const { headingPath, title, rank } = section
      const heading = headingPath.at(-1)
      if (heading === undefined || quoted.has(pathOf(section))) return []
      return [{ heading, parent: headingPath.at(-2) ?? title, steps: index - at, rank }]
    })
  })
}

/** Null for what is no place, which is like no other. */
function pathOf(place: SectionPlace | null): string | null {
  return place === null ? null : place.headingPath.join('\n')
}
