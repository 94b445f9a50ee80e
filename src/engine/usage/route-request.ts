import type { ModelPolicy } from '../../contract/language-models.ts'
import type { LanguageModelInfo } from '../../contract/providers.ts'
import type { Settings } from '../../contract/settings.ts'
import { questionComplexity } from '../../domain/question-complexity.ts'
import { estimateTokens, mostTokens } from '../inference/estimate-tokens.ts'
import { type Candidate, passOver, type RequestFacts, type Route, type Tiers } from '../inference/routing/candidate.ts'
import { chooseModels } from '../inference/routing/choose-models.ts'
import { leastOutputTokens } from '../inference/routing/suits.ts'
import type { AskedGeneration } from './generation.ts'
import type { LanguageModels } from './language-models.ts'
import type { RecentCalls } from './recent-calls.ts'
import type { Spending } from './spending.ts'

export type RouteRooms = {
  languages: Pick<LanguageModels, 'find' | 'recent'>
  spending: Pick<Spending, 'estimate'>
  recentCalls: RecentCalls
  settings: () => Promise<Pick<Settings, 'models' | 'network'>>
}

/** Who only wants an estimate need not be able to stop it. */
export type Asked = Omit<AskedGeneration, 'signal'> & { signal?: AbortSignal }

/**
 * Whom to ask for a request, and what was looked at for that. `inputTokens`: `estimated` for who tells of them or of money;
 * `enough` where only the route counts, which for named models whose windows are large enough needs no more than a bound.
 */
export async function routeRequest(
  rooms: RouteRooms,
  asked: Asked,
  { inputTokens }: { inputTokens: 'estimated' | 'enough' },
): Promise<{ route: Route; facts: RequestFacts; models: ReadonlyMap<string, LanguageModelInfo> }> {
  const { models: tiers, network } = await rooms.settings()
  const named = await findNamed(asked.policy, rooms)
  const { policy, missing } = withoutMissing(asked.policy, named)
  const models = await candidatesFor({ policy, named, localOnly: asked.localOnly ?? false }, rooms)
  const most = mostTokens(asked)
  const isEnough = inputTokens === 'enough' && policy.kind === 'fixed' && holdAll(models, most)
  const [tokens, budget] = await Promise.all([
    isEnough ? most : estimateTokens(asked),
    policy.kind === 'rules' ? tightestBudget(rooms, asked) : null,
  ])
  const facts: RequestFacts = {
    complexity: complexityOf(asked),
    inputTokens: tokens,
    outputTokens: asked.maximumOutputTokens ?? tiers.maximumOutputTokens,
    budget,
    localOnly: asked.localOnly ?? false,
    offline: network.offline,
    needs: needsOf(asked),
  }
  const route = chooseModels({ policy, facts, tiers: toTiers(tiers) }, models)
  return { route: { ...route, passedOver: [...missing, ...route.passedOver] }, facts, models }
}

/** Whether so much input and an answer have room in each of them. */
function holdAll(models: ReadonlyMap<string, Candidate>, inputTokens: number): boolean {
  return [...models.values()].every(
    ({ contextTokens }) => contextTokens === null || inputTokens + leastOutputTokens <= contextTokens,
  )
}

type Named = ReadonlyMap<string, LanguageModelInfo | null>

async function findNamed(policy: ModelPolicy, { languages }: RouteRooms): Promise<Named> {
  const names = policy.kind === 'fixed' ? [policy.model, ...policy.fallback] : []
  return new Map(await Promise.all(names.map(async (name) => [name, await languages.find(name)] as const)))
}

/** The named model is asked for whether there is one or not, so that its absence is told; what only stands in for it is not. */
function withoutMissing(policy: ModelPolicy, named: Named) {
  if (policy.kind === 'rules') return { policy, missing: [] }
  const isThere = (name: string) => named.get(name) != null
  const missing = policy.fallback
    .filter((name) => !isThere(name))
    .map((name) => passOver(name, 'MODEL_NOT_FOUND', 'there is no such model'))
  return { policy: { ...policy, fallback: policy.fallback.filter(isThere) }, missing }
}

async function candidatesFor(
  { policy, named, localOnly }: { policy: ModelPolicy; named: Named; localOnly: boolean },
  { languages, recentCalls }: RouteRooms,
): Promise<Map<string, Candidate>> {
  // A named model needs no others, except one that may take its place on this machine.
  const others = policy.kind === 'rules' || localOnly ? [...(await languages.recent()).values()] : []
  return new Map(
    [...others, ...[...named.values()].filter((model) => model !== null)].map((model) => [
      model.reference,
      { ...model, firstTokenMs: recentCalls.firstTokenMs(model.reference) },
    ]),
  )
}

async function tightestBudget({ spending }: RouteRooms, { context }: Asked): Promise<RequestFacts['budget']> {
  const call = { model: '', price: null, inputTokens: 0, maximumOutputTokens: 0, attempt: 1 }
  const { tightestBudget: tightest } = await spending.estimate({ ...context, ...call })
  return tightest === null ? null : { left: tightest.leftNanoDollars, limit: tightest.limitNanoDollars }
}

function complexityOf({ question, messages, tools }: Asked): number {
  const last = messages.findLast(({ role }) => role === 'user')
  const text = last?.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n') ?? ''
  return questionComplexity(question ?? text, { tools: tools?.length ?? 0 })
}

function needsOf({ messages, tools, structured }: Asked): RequestFacts['needs'] {
  return {
    tools: tools !== undefined && tools.length > 0,
    structured: structured !== undefined,
    images: messages.some(({ content }) => content.some(({ type }) => type === 'image')),
  }
}

function toTiers(settings: Settings['models']): Tiers {
  const { strongest, cheapest, longContext, local, fallback, complexity, longContextTokens } = settings
  return { strongest, cheapest, longContext, local, fallback, complexity, longContextTokens }
}
