import { createHash } from 'node:crypto'
import type { Answer } from '../../contract/answers.ts'
import type { GenerationOptions, ModelPolicy } from '../../contract/language-models.ts'
import type { RetrievalNotice, RetrievalSettings } from '../../contract/retrieval-settings.ts'
import type { SearchFilter } from '../../contract/search.ts'
import { normaliseQuestion } from '../../domain/normalise-question.ts'
import { mayBeSameQuestion } from '../../domain/same-question.ts'
import type { KeptAnswer } from '../store/repositories/answer-cache.ts'
import type { Store } from '../store/store.ts'

/** A question's vector, of length 1, with the fingerprint of its model. */
export type QuestionVector = { fingerprint: string; vector: Float32Array }

/** What a question is asked of, and how: answers are shared only where all of it is the same. */
export type CacheScope = {
  libraryIds: readonly string[]
  filter: SearchFilter | undefined
  settings: RetrievalSettings
  passages: number
  kind: 'passages' | 'collection'
  /** Of an answer that a model writes: what it is chosen by, and its options. */
  generation?: { policy: ModelPolicy; options: GenerationOptions }
}

/** A question on its way: what was known of its libraries before it was answered. */
export type CachedQuestion = {
  /** The answer of an earlier question, as it is to be shown now; null when there is none. */
  reused: Answer | null
  /** Of an answer that a model wrote and that is given again: the documents that it was given. */
  sources: string[]
  /**
   * Keeps the answer, unless a library has changed meanwhile or the answer was a stopgap. `isAhead`: nobody has asked for
   * it yet.
   */
  keep(answer: Answer, how?: { isAhead: boolean; sources?: readonly string[] }): Promise<void>
  /** Somebody has asked: counts an answer that was made before as used. */
  use(): Promise<void>
}

const hourMs = 60 * 60 * 1_000
/** Where files and pages change by themselves, and where only a person changes something. */
const lifetimes = { changing: hourMs, still: 24 * hourMs }

/** Cosine from which two questions may be the same. */
const leastLikeness = 0.92

/** Of answers that another asking, a moment later, would better. */
const passing: ReadonlySet<RetrievalNotice> = new Set([
  'vectors-incomplete',
  'index-catching-up',
  'embedding-failed',
  'reranking-failed',
  'entailment-failed',
])

/**
 * Looks for a kept answer: to the same question first, then to one that a model holds for alike and that names the same
 * things.
 *
 * @param options.embed the question's vector; null where no embedding model is installed
 */
export async function openCachedQuestion(
  { store, now }: { store: Store; now: () => number },
  { question, scope, embed }: { question: string; scope: CacheScope; embed: () => Promise<QuestionVector | null> },
): Promise<CachedQuestion> {
  const scopeKey = hashScope(scope)
  const normalised = normaliseQuestion(question)
  const state = await store.read('answerCache.state', { libraryIds: scope.libraryIds })
  const find = (wanted: string) => store.read('answerCache.exact', { scope: scopeKey, normalised: wanted, now: now() })

  const giveAgain = (kept: KeptAnswer, match: 'exact' | 'similar', wanted: string): CachedQuestion => ({
    reused: reuse(kept, match),
    sources: kept.sources,
    keep: async () => undefined,
    async use() {
      if (kept.isAhead) await store.write('ahead.use', { scope: scopeKey, normalised: wanted, now: now() })
    },
  })

  const same = await find(normalised)
  if (same !== null) return giveAgain(same, 'exact', normalised)

  const embedding = await embed()
  if (embedding !== null) {
    const { fingerprint } = embedding
    const known = await store.read('answerCache.questions', { scope: scopeKey, fingerprint, now: now() })
    const alike = known
      .map((each) => ({ ...each, likeness: dot(embedding.vector, toFloats(each.vector)) }))
      .filter((each) => each.likeness >= leastLikeness && mayBeSameQuestion(question, each.question))
      .sort((one, other) => other.likeness - one.likeness)[0]
    const kept = alike === undefined ? null : await find(alike.normalised)
    if (alike !== undefined && kept !== null) return giveAgain(kept, 'similar', alike.normalised)
  }

  return {
    reused: null,
    sources: [],
    use: async () => undefined,
    async keep(answer, { isAhead, sources = [] } = { isAhead: false }) {
      if (!isWorthKeeping(answer)) return
      const at = now()
      await store.write('answerCache.keep', {
        ...{ scope: scopeKey, normalised, question, sources, isAhead, changes: state.changes, now: at },
        answer: withoutBudgets(answer),
        expiresAt: at + (state.isChanging ? lifetimes.changing : lifetimes.still),
        embedding: embedding && { fingerprint: embedding.fingerprint, vector: toBytes(embedding.vector) },
      })
    },
  }
}

/** Whether another asking, a moment later, would give the same answer. */
export function isWorthKeeping({ notices, generation }: Answer): boolean {
  const isWhole = generation === null || (generation.ended === 'stop' && generation.choice.tried.length === 0)
  return isWhole && !notices.some((notice) => passing.has(notice))
}

/** What an answer did to the budgets of its day is no matter of those who get it again. */
function withoutBudgets(answer: Answer): Answer {
  if (answer.generation === null) return answer
  const warnings = answer.generation.warnings.filter(({ option }) => option !== 'budget')
  return { ...answer, generation: { ...answer.generation, warnings } }
}

function reuse(kept: KeptAnswer, match: 'exact' | 'similar'): Answer {
  const { cost } = kept.answer
  return {
    ...kept.answer,
    cost: { ...cost, nanoDollars: 0, inputTokens: 0, outputTokens: 0 },
    reused: {
      match,
      question: kept.question,
      answeredAt: kept.answeredAt,
      ahead: kept.isAhead,
      savedTokens: cost.inputTokens + cost.outputTokens,
      savedNanoDollars: cost.nanoDollars,
    },
  }
}

function hashScope({ libraryIds, filter, settings, passages, kind, generation }: CacheScope): string {
  const written = generation === undefined ? [] : [inOrder(generation.policy), inOrder(generation.options)]
  const parts = [[...libraryIds].sort(), inOrder(filter ?? {}), inOrder(settings), passages, kind, ...written]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Lists of a filter mean the same in any order. */
function inOrder(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]): [string, unknown] => [name, Array.isArray(part) ? [...part].sort() : part])
    .sort(([one], [other]) => one.localeCompare(other))
}

function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
}

function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer)
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0)
}
