import type { ProviderKind, ProviderProtocol, TokenPrice } from '../../../src/contract/providers.ts'
import type { TestEngine } from '../test-engine.ts'
import type { ScriptedAnswer, ScriptedRequest, ScriptedServer } from './scripted-server.ts'
import { startScriptedServer } from './start-scripted-server.ts'

export type ProviderScript = {
  name?: string
  /** `openai-compatible` without it. */
  kind?: ProviderKind
  protocol?: ProviderProtocol
  key?: string
  /** Names that its list has; `scripted-1` without it. */
  models?: readonly string[]
  /** Of its first model, in dollars a million tokens; without it nobody has said. */
  price?: { input: number; output: number }
  /** Answers by the request, or from a queue. Lists of models are not among them. */
  answers:
    | readonly ScriptedAnswer[]
    | ((request: ScriptedRequest, index: number) => ScriptedAnswer | Promise<ScriptedAnswer>)
}

export type ScriptedProvider = {
  server: ScriptedServer
  name: string
  /** `NAME/MODEL` of its first model. */
  model: string
  /** Requests for answers, without those for the list. */
  asked(): readonly ScriptedRequest[]
}

/** A real server on loopback that speaks a provider's protocol, until the running test ends. */
export async function startScriptedProvider(
  script: Omit<ProviderScript, 'price' | 'key' | 'kind'>,
): Promise<ScriptedProvider> {
  const { name = 'scripted', models = ['scripted-1'], answers } = script
  let index = 0
  const server = await startScriptedServer((request) => {
    if (request.method === 'GET') return modelList(models)
    const place = index++
    if (typeof answers === 'function') return answers(request, place)
    return answers[place] ?? { status: 400, steps: ['the script has no answer left'] }
  })
  const asked = () => server.requests.filter(({ method }) => method === 'POST')
  return { server, name, model: `${name}/${models[0] ?? 'scripted-1'}`, asked }
}

/** Starts a scripted server and adds it to an engine as a provider whose models are known. */
export async function addScriptedProvider(
  client: TestEngine['client'],
  script: ProviderScript,
): Promise<ScriptedProvider> {
  const { kind = 'openai-compatible', protocol, key = 'a-key', price } = script
  const provider = await startScriptedProvider(script)
  const { name, model, server } = provider
  await client.providers.add({ name, kind, url: server.url, key, ...(protocol === undefined ? {} : { protocol }) })
  await client.providers.test({ name })
  if (price !== undefined) {
    const { input, output } = inNanoDollars(price)
    await client.prices.set({ model, input, output })
  }
  return provider
}

/** Dollars of a million tokens as the contract has them. */
export function inNanoDollars({ input, output }: { input: number; output: number }): TokenPrice {
  return { input: Math.round(input * 1e9), output: Math.round(output * 1e9), cachedInput: null, cacheWrite: null }
}

/** A list of models, as both families of protocols take it. */
function modelList(models: readonly string[]): ScriptedAnswer {
  const data = models.map((id) => ({
    id,
    type: 'model',
    object: 'model',
    display_name: id,
    created: 1,
    owned_by: 'test',
  }))
  return {
    headers: { 'content-type': 'application/json' },
    steps: [JSON.stringify({ object: 'list', data, has_more: false })],
  }
}
