import type { AttemptFailure, ModelPolicy } from '../../../contract/language-models.ts'
import { extractiveModel } from '../../../contract/language-models.ts'
import { type Candidate, type Choice, passOver, type RequestFacts, type Route, type Tiers } from './candidate.ts'
import { byCost, bySpeed, byStrength, byWindow, isGenerative, middleOf } from './rank-models.ts'
import { objectionTo, obstacleOf, slownessOf } from './suits.ts'

/** Part of a budget below which the rules save what is left: the cheapest model is asked. */
const smallBudget = 0.2

type Models = ReadonlyMap<string, Candidate>
type RulesPolicy = Extract<ModelPolicy, { kind: 'rules' }>

/**
 * Whom to ask, and why. `fixed`: the named models in their order. `rules`, the first that applies: what may not leave this
 * machine goes to a model on it; premium or above the limit of complexity, the strongest; above the limit of tokens, the
 * largest window; a limit of one call or a budget that runs out, the cheapest; a limit of time, the fastest; otherwise a
 * model of the middle. Then come the settings' fallback and the named tiers, and last what quotes. Models that can't take
 * the request are named with the reason.
 */
export function chooseModels(
  { policy, facts, tiers }: { policy: ModelPolicy; facts: RequestFacts; tiers: Tiers },
  models: Models,
): Route {
  return policy.kind === 'fixed'
    ? chooseNamed({ policy, facts, tiers }, models)
    : chooseByRules({ policy, facts: { ...facts, localOnly: facts.localOnly || policy.localOnly }, tiers }, models)
}

function chooseNamed(
  asked: { policy: Extract<ModelPolicy, { kind: 'fixed' }>; facts: RequestFacts; tiers: Tiers },
  models: Models,
): Route {
  const { policy, facts, tiers } = asked
  const choices: Choice[] = []
  const passedOver: AttemptFailure[] = []
  for (const model of new Set([policy.model, ...policy.fallback])) {
    const found = models.get(model)
    // A provider need not name all its models: one that is not known is asked, and its server says what it is.
    const obstacle = found === undefined ? null : obstacleOf(found, facts)
    if (obstacle !== null) passedOver.push(obstacle)
    else if (model === policy.model) choices.push({ model, reason: 'fixed', because: 'It was asked for by name.' })
    else choices.push({ model, reason: 'fallback', because: fallbackSentence(policy.model) })
  }
  if (choices.length > 0 || !facts.localOnly) return { choices, passedOver }
  // What was named may not be asked; a model of this machine may.
  const [local] = localModels([...models.values()], { facts, tiers })
  if (local !== undefined) choices.push({ model: local.reference, ...localOnly })
  return { choices, passedOver }
}

function chooseByRules(
  { policy, facts, tiers }: { policy: RulesPolicy; facts: RequestFacts; tiers: Tiers },
  models: Models,
): Route {
  const passedOver: AttemptFailure[] = []
  const suitable = [...models.values()].filter((model) => {
    const objection = obstacleOf(model, facts) ?? (isGenerative(model) ? objectionTo(model, facts, policy) : null)
    if (objection !== null) passedOver.push(objection)
    return objection === null
  })
  const all = suitable.filter(isGenerative)
  const slow = all.map((model) => slownessOf(model, policy.firstTokenMs)).filter((told) => told !== null)
  const isSlow = new Set(slow.map(({ model }) => model))
  const fast = all.filter(({ reference }) => !isSlow.has(reference))
  // A late answer is better than none.
  const writing = fast.length === 0 ? all : fast
  if (fast.length > 0) passedOver.push(...slow)
  const first = firstByRules({ policy, facts, tiers }, writing)
  const named = [...tiers.fallback, tiers.strongest, tiers.longContext, tiers.cheapest, tiers.local]
  const cheapFirst = byCost(
    writing.filter(({ price }) => price !== null),
    facts,
  ).map(({ reference }) => reference)
  // Quotes are no JSON and call no tools.
  const canQuote = !facts.needs.structured && !facts.needs.tools
  const others = [...named.filter((name) => name !== null), ...cheapFirst, ...(canQuote ? [extractiveModel] : [])]
  const isSuitable = (name: string) =>
    suitable.some(({ reference }) => reference === name) && (fast.length === 0 || !isSlow.has(name))
  const choices = first === null ? [] : [first]
  for (const model of new Set(others.filter(isSuitable))) {
    if (model === first?.model) continue
    if (first !== null) choices.push({ model, reason: 'fallback', because: fallbackSentence(first.model) })
    else choices.push({ model, ...(facts.localOnly ? localOnly : onlyOne) })
  }
  for (const name of named) {
    if (name !== null && !models.has(name)) passedOver.push(passOver(name, 'MODEL_NOT_FOUND', 'there is no such model'))
  }
  return { choices: choices.slice(0, mostChoices), passedOver: mostTelling(passedOver, new Set(others)) }
}

/** Asking on and on would take longer than a person waits. */
const mostChoices = 6
const localOnly = { reason: 'local-only', because: 'What it is sent may not leave this machine.' } as const
const onlyOne = { reason: 'only', because: 'There is no other model that could answer.' } as const

function firstByRules(
  { policy, facts, tiers }: { policy: RulesPolicy; facts: RequestFacts; tiers: Tiers },
  writing: readonly Candidate[],
): Choice | null {
  const one = (name: string | null, ranked: readonly Candidate[]) =>
    writing.find(({ reference }) => reference === name) ?? ranked[0]
  const choose = (model: Candidate | undefined, reason: Choice['reason'], because: string): Choice | null =>
    model === undefined ? null : { model: model.reference, reason, because }

  if (facts.localOnly) {
    return choose(localModels(writing, { facts, tiers })[0], localOnly.reason, localOnly.because)
  }
  if (writing.length === 1) return choose(writing[0], onlyOne.reason, onlyOne.because)
  const strongest = one(tiers.strongest, byStrength(writing))
  if (policy.premium) return choose(strongest, 'complex', 'The best model was asked for.')
  if (facts.complexity > tiers.complexity) {
    const told = `The question's complexity of ${facts.complexity.toFixed(2)} is above ${tiers.complexity}.`
    return choose(strongest, 'complex', told)
  }
  if (facts.inputTokens > tiers.longContextTokens) {
    const told = `${facts.inputTokens} tokens are more than ${tiers.longContextTokens}.`
    return choose(one(tiers.longContext, byWindow(writing)), 'long-context', told)
  }
  const cheapest = one(tiers.cheapest, byCost(writing, facts))
  if (policy.mostNanoDollars !== null) return choose(cheapest, 'cheapest', 'The call has a limit of money.')
  if (facts.budget !== null && facts.budget.left < smallBudget * facts.budget.limit) {
    return choose(cheapest, 'within-budget', 'Less than a fifth of a budget is left.')
  }
  if (policy.firstTokenMs !== null) {
    const told = `The first word has to be there within ${policy.firstTokenMs} ms.`
    return choose(bySpeed(writing)[0], 'fastest', told)
  }
  return choose(
    one(
      tiers.cheapest,
      [middleOf(writing, facts)].filter((model) => model !== undefined),
    ),
    'default',
    usual,
  )
}

const usual = 'No rule asks for a stronger, cheaper or faster one.'

/** Those on this machine that write, the one that the settings name first, then those with the largest window. */
function localModels(
  models: readonly Candidate[],
  { facts, tiers }: { facts: RequestFacts; tiers: Tiers },
): Candidate[] {
  const local = byWindow(models.filter((model) => isGenerative(model) && obstacleOf(model, facts) === null))
  const isNamed = ({ reference }: Candidate) => reference === tiers.local
  return [...local.filter(isNamed), ...local.filter((model) => !isNamed(model))].filter(({ isLocal }) => isLocal)
}

const fallbackSentence = (model: string) => `${model} could not answer.`

/** A provider may have hundreds of models: only of those that somebody named is it told why they were not asked. */
function mostTelling(passedOver: readonly AttemptFailure[], named: ReadonlySet<string>): AttemptFailure[] {
  return [
    ...passedOver.filter(({ model }) => named.has(model)),
    ...passedOver.filter(({ model }) => !named.has(model)),
  ].slice(0, mostTold)
}

const mostTold = 5
