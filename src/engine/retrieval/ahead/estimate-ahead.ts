import type { Model } from '../../../contract/models.ts'
import type { AheadEstimate } from '../../../domain/next-questions/ahead-budget.ts'
import type { Models } from '../../usage/models.ts'
import type { PlanInput, RetrievalRooms } from '../requests.ts'
import { resolveScope } from '../resolve-scope.ts'
import type { Retrieval } from '../retrieval.ts'

export type EstimateRooms = RetrievalRooms &
  Pick<Retrieval, 'plan'> & {
    models: Pick<Models, 'get' | 'list'>
    /** Whether what is sent to this host of an address stays on this machine. */
    staysHere: (hostname: string) => boolean
  }

/** What answering a question is expected to take, and whom it would tell. */
export type QuestionEstimate = AheadEstimate & {
  /** It would use a model that costs money, or whose price nobody has said. */
  isPaid: boolean
  /** It would send the question or passages to another machine. */
  leavesMachine: boolean
  /** Something that it is answered from may not leave this machine. */
  isKeptHere: boolean
}

/** Of a passage that a reranker reads, and characters of a token: rough, since the bill is what a server says. */
const tokensOfPassage = 300
const charactersOfToken = 3

/**
 * What answering takes, told before anything is done: reading and quoting cost nothing; a model of a server that embeds the
 * question or reranks passages does, unless its price is 0 or it runs on this machine.
 */
export async function estimateAhead(rooms: EstimateRooms, question: PlanInput): Promise<QuestionEstimate> {
  const plan = await rooms.plan(question)
  const { libraryIds, localOnlyIds, settings } = await resolveScope(rooms, question)
  const embedders = await embeddersOf(rooms, libraryIds)
  const isKeptHere = localOnlyIds.length > 0
  const reranker = settings.rerank ? await rerankerOf(rooms, isKeptHere) : null
  const questionTokens = Math.ceil(question.question.length / charactersOfToken)
  const uses = [
    ...embedders.map((model) => ({ model, tokens: questionTokens * settings.queries })),
    ...(reranker === null
      ? []
      : [{ model: reranker, tokens: settings.rerankCandidates * (tokensOfPassage + questionTokens) }]),
  ].filter(({ model: { url } }) => url !== null && !rooms.staysHere(new URL(url).hostname))
  const paid = uses.filter(({ model }) => model.inputPrice !== 0)
  const ofPlan = plan.cost
  return {
    seconds: plan.seconds ?? 0,
    tokens: sum(paid.map(({ tokens }) => tokens)) + ofPlan.inputTokens + ofPlan.outputTokens,
    nanoDollars: sum(paid.map(({ model, tokens }) => priceOf(model, tokens))) + ofPlan.nanoDollars,
    isPaid: paid.length > 0 || ofPlan.nanoDollars > 0,
    leavesMachine: uses.length > 0,
    isKeptHere,
  }
}

async function embeddersOf(rooms: EstimateRooms, libraryIds: readonly string[]): Promise<Model[]> {
  const serving = await Promise.all(libraryIds.map((libraryId) => rooms.servingIndex?.(libraryId) ?? null))
  const modelIds = new Set(serving.flatMap((each) => (each === null ? [] : [each.modelId])))
  return Promise.all([...modelIds].map((modelId) => rooms.models.get(modelId)))
}

/** The reranking model in use is the one that came last, of those that may be asked. */
async function rerankerOf({ models }: EstimateRooms, localOnly: boolean): Promise<Model | null> {
  const all = await models.list('reranking')
  return all.findLast(({ state, isLocal }) => state === 'installed' && (isLocal || !localOnly)) ?? null
}

function priceOf({ inputPrice }: Model, tokens: number): number {
  return Math.ceil(((inputPrice ?? 0) * tokens) / 1_000_000)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}
