import { describe, expect, test } from 'vitest'
import type { ModelPolicy } from '../../../contract/language-models.ts'
import type { TokenPrice } from '../../../contract/providers.ts'
import type { Candidate, RequestFacts, Tiers } from './candidate.ts'
import { chooseModels } from './choose-models.ts'

const price = (dollars: number): TokenPrice => ({
  ...{ input: dollars * 1e9, output: 4 * dollars * 1e9 },
  ...{ cachedInput: null, cacheWrite: null },
})

function model(reference: string, facts: Partial<Candidate> = {}): [string, Candidate] {
  const provider = reference.includes('/') ? (reference.split('/')[0] ?? null) : null
  const supports = { tools: true, structured: true, images: true, reasoning: false, caching: false }
  return [
    reference,
    {
      ...{ reference, title: reference, provider, isLocal: provider === null, supports },
      ...{ contextTokens: 128_000, maximumOutputTokens: null, price: price(1), firstTokenMs: null, ...facts },
    },
  ]
}

const models = new Map([
  model('cloud/small', { price: price(0.1) }),
  model('cloud/middle', { price: price(1) }),
  model('cloud/large', { price: price(10) }),
  model('cloud/long', { price: price(2), contextTokens: 1_000_000 }),
  model('on-this-machine', { price: price(0), contextTokens: 8_192 }),
  model('extractive', { price: price(0), contextTokens: null }),
])

const usual: RequestFacts = {
  ...{ complexity: 0.2, inputTokens: 2_000, outputTokens: 1_000, budget: null, localOnly: false, offline: false },
  needs: { tools: false, structured: false, images: false },
}
const noTiers: Tiers = {
  ...{ strongest: null, cheapest: null, longContext: null, local: null, fallback: [] },
  ...{ complexity: 0.8, longContextTokens: 50_000 },
}

type Rules = Extract<ModelPolicy, { kind: 'rules' }>

function route(facts: Partial<RequestFacts>, policy: Partial<Rules> = {}, tiers: Partial<Tiers> = {}) {
  const rules: Rules = { kind: 'rules', premium: false, localOnly: false, mostNanoDollars: null, firstTokenMs: null }
  return chooseModels(
    { policy: { ...rules, ...policy }, facts: { ...usual, ...facts }, tiers: { ...noTiers, ...tiers } },
    models,
  )
}

/** The first choice, as `model reason`. */
const first = (...asked: Parameters<typeof route>) => {
  const [choice] = route(...asked).choices
  return `${choice?.model} ${choice?.reason}`
}

describe('rules', () => {
  test('MOD-3.rules: the strongest for complexity over 0.8 or premium, and not at 0.8', () => {
    expect(first({ complexity: 0.81 })).toBe('cloud/large complex')
    expect(first({}, { premium: true })).toBe('cloud/large complex')
    expect(first({ complexity: 0.8 })).toBe('cloud/middle default')
    expect(first({ complexity: 0.9 }, {}, { strongest: 'cloud/middle' })).toBe('cloud/middle complex')
  })

  test('MOD-3.context: the largest window over 50,000 tokens; a model that they do not fit is never asked', () => {
    expect(first({ inputTokens: 50_001 })).toBe('cloud/long long-context')
    // Catches the strongest being asked for what it can't read.
    expect(first({ inputTokens: 200_000, complexity: 0.9 })).toBe('cloud/long only')
    const named = route({ inputTokens: 200_000 }, {}, { fallback: ['cloud/large'] })
    expect(named.choices.map(({ model }) => model)).toEqual(['cloud/long', 'extractive'])
    expect(named.passedOver[0]).toMatchObject({ model: 'cloud/large', code: 'CONTEXT_EXCEEDED', tries: 0 })
  })

  test('MOD-3.budget: a limit of the call or the end of a budget leads to the cheapest, and to none that could pass it', () => {
    // Worst case of cloud/middle: 2,000 × $1 + 1,000 × $4 a million = 6,000,000 nano-dollars.
    const cheap = route({}, { mostNanoDollars: 6_000_000 })
    expect(cheap.choices[0]).toMatchObject({ model: 'on-this-machine', reason: 'cheapest' })
    expect(cheap.choices.map(({ model }) => model)).toContain('cloud/middle')
    expect(route({}, { mostNanoDollars: 5_999_999 }).choices.map(({ model }) => model)).not.toContain('cloud/middle')
    const low = route({ budget: { left: 10_000_000, limit: 1e9 } })
    expect(low.choices[0]).toMatchObject({ model: 'on-this-machine', reason: 'within-budget' })
    expect(low.choices.map(({ model }) => model)).not.toContain('cloud/large')
    // Catches a strong model that a nearly spent budget can't pay being chosen for a hard question.
    expect(first({ complexity: 0.95, budget: { left: 20_000_000, limit: 1e9 } })).toBe('cloud/long complex')
  })

  test('MOD-3.latency: the fastest of late within a limit of time; what is known to be slower only when all are', () => {
    const measured = new Map(models)
    for (const [name, firstTokenMs] of Object.entries({
      'cloud/small': 900,
      'cloud/large': 300,
      'cloud/middle': 2_000,
    })) {
      measured.set(name, { ...(models.get(name) as Candidate), firstTokenMs })
    }
    const asked = (firstTokenMs: number, from: ReadonlyMap<string, Candidate> = measured) =>
      chooseModels(
        {
          policy: { kind: 'rules', premium: false, localOnly: false, mostNanoDollars: null, firstTokenMs },
          ...{ facts: usual, tiers: noTiers },
        },
        from,
      )
    expect(asked(1_000).choices[0]).toMatchObject({ model: 'cloud/large', reason: 'fastest' })
    expect(asked(1_000).choices.map(({ model }) => model)).not.toContain('cloud/middle')
    const slowOnly = new Map([...measured].filter(([name]) => name === 'cloud/middle' || name === 'cloud/small'))
    expect(asked(100, slowOnly).choices[0]).toMatchObject({ model: 'cloud/small', reason: 'fastest' })
  })

  test('MOD-3.rules: a sensitive library is answered on this machine only, whatever else is asked for', () => {
    for (const asked of [route({ localOnly: true, complexity: 1 }), route({}, { localOnly: true, premium: true })]) {
      expect(asked.choices.map(({ model, reason }) => `${model} ${reason}`)).toEqual([
        'on-this-machine local-only',
        'extractive fallback',
      ])
    }
    // A server on this machine is this machine.
    const withServer = new Map([...models, model('ollama/big', { isLocal: true, contextTokens: 32_000, price: null })])
    const policy: ModelPolicy = { kind: 'fixed', model: 'cloud/large', fallback: [] }
    const facts = { ...usual, localOnly: true }
    const named = chooseModels({ policy, facts, tiers: noTiers }, withServer)
    expect(named.choices).toEqual([
      { model: 'ollama/big', reason: 'local-only', because: 'What it is sent may not leave this machine.' },
    ])
    expect(named.passedOver).toMatchObject([{ model: 'cloud/large', code: 'LOCAL_ONLY' }])
    const alone = new Map([...models].filter(([name]) => name !== 'on-this-machine'))
    expect(chooseModels({ policy, facts, tiers: noTiers }, alone).choices).toEqual([])
  })

  test('offline, what is on another machine is passed over', () => {
    const { choices } = route({ offline: true, complexity: 0.9 })
    expect(choices.map(({ model }) => model)).toEqual(['on-this-machine', 'extractive'])
  })

  test('MOD-3.why: each choice says its reason in a sentence', () => {
    expect(route({ complexity: 0.91 }).choices[0]?.because).toBe("The question's complexity of 0.91 is above 0.8.")
    expect(route({ complexity: 0.91 }).choices[1]?.because).toBe('cloud/large could not answer.')
  })
})

describe('a model that was named', () => {
  test('is asked first, then its own fallback in order, also where nobody has heard of it', () => {
    const policy: ModelPolicy = { kind: 'fixed', model: 'cloud/unlisted', fallback: ['cloud/small', 'extractive'] }
    const { choices } = chooseModels({ policy, facts: usual, tiers: noTiers }, models)
    expect(choices.map(({ model, reason }) => `${model} ${reason}`)).toEqual([
      'cloud/unlisted fixed',
      'cloud/small fallback',
      'extractive fallback',
    ])
  })
})
