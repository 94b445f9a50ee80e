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

export type Asked = Omit<AskedGeneration, 'signal'>

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
  const { policy, missing } = await withoutMissing(asked.policy, rooms)
  const models = await candidatesFor(policy, asked.localOnly ?? false, rooms)
  const most = mostTokens(asked)
  const isEnough = inputTokens === 'enough' && policy.kind === 'fixed' && holdAll(models, most)
  const facts: RequestFacts = {
    complexity: complexityOf(asked),
    inputTokens: isEnough ? most : await estimateTokens(asked),
    outputTokens: asked.maximumOutputTokens ?? tiers.maximumOutputTokens,
    budget: policy.kind === 'rules' ? await tightestBudget(rooms, asked) : null,
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

/** The named model is asked for whether there is one or not, so that its absence is told; what only stands in for it is not. */
async function withoutMissing(policy: ModelPolicy, { languages }: RouteRooms) {
  if (policy.kind === 'rules') return { policy, missing: [] }
  const found = await Promise.all(policy.fallback.map((name) => languages.find(name)))
  const fallback = policy.fallback.filter((_name, index) => found[index] !== null)
  const missing = policy.fallback
    .filter((_name, index) => found[index] === null)
    .map((name) => passOver(name, 'MODEL_NOT_FOUND', 'there is no such model'))
  return { policy: { ...policy, fallback }, missing }
}

async function candidatesFor(
  policy: ModelPolicy,
  localOnly: boolean,
  { languages, recentCalls }: RouteRooms,
): Promise<Map<string, Candidate>> {
  const named = policy.kind === 'fixed' ? [policy.model, ...policy.fallback] : []
  const found = await Promise.all(named.map((name) => languages.find(name)))
  // A named model needs no others, except one that may take its place on this machine.
  const others = policy.kind === 'rules' || localOnly ? [...(await languages.recent()).values()] : []
  return new Map(
    [...others, ...found.filter((model) => model !== null)].map((model) => [
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
