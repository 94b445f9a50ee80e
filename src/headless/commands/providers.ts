import {
  BatchPercent,
  type LanguageModelInfo,
  type Provider,
  ProviderKind,
  ProviderProtocol,
} from '../../contract/providers.ts'
import { readChoice, usageError } from '../command.ts'
import type { Place } from '../document-options.ts'
import type { Outcome } from '../exit-codes.ts'
import { formatTable } from '../format.ts'
import type { EngineClient } from '../join.ts'
import { toPlainText } from '../terminal.ts'

export type ProviderOptions = { kind: string; url?: string; protocol?: string; key: string | null }

/** Whether `--kind` says that a provider of language models is meant, and not a single model. */
export const isProviderKind = (typed: string): typed is ProviderKind => ProviderKind.safeParse(typed).success

/** Adds a provider and asks it for its models, so that a wrong address or key is seen at once. */
export async function addProvider(
  name: string,
  options: ProviderOptions,
  { client, context }: Place,
): Promise<Outcome> {
  const { kind, url, protocol, key } = options
  const added = await client.providers.add({
    name,
    kind: readChoice('--kind', kind, ProviderKind.options),
    ...(url === undefined ? {} : { url: readUrl(url) }),
    ...(protocol === undefined ? {} : { protocol: readChoice('--protocol', protocol, ProviderProtocol.options) }),
    ...(key === null ? {} : { key }),
  })
  // A server that is not running yet, or names no models, is added all the same; its last check says how that went.
  const [asked] = await Promise.allSettled([client.providers.test({ name })])
  const provider = (await client.providers.list()).find((one) => one.name === name) ?? added
  const models = asked.status === 'fulfilled' ? asked.value.models : null
  context.result({ provider, models }, () => {
    showProviders([provider], { client, context })
    if (models === null) context.terminal.say(`It does not name its models: ${reasonOf(asked)}`)
    else context.terminal.print(`It names ${models} models.`)
  })
  return 'ok'
}

/** The provider of `NAME` or `NAME/MODEL`; null when there is none of this name. */
export async function findProvider(client: EngineClient, reference: string): Promise<Provider | null> {
  const [name] = reference.split('/', 1)
  return (await client.providers.list()).find((provider) => provider.name === name) ?? null
}

/** Tries a provider's address and key, and with a model whether that answers. */
export async function testProvider(
  { name }: Provider,
  model: string | undefined,
  { client, context }: Place,
): Promise<Outcome> {
  const tried = await client.providers.test({ name, ...(model === undefined ? {} : { model }) })
  context.result(tried, () => {
    const milliseconds = Math.round(tried.milliseconds)
    if (tried.answer === null) {
      context.terminal.print(`It works: ${tried.models} models, named in ${milliseconds} ms.`)
    } else context.terminal.print(`It works: "${toPlainText(tried.answer)}", after ${milliseconds} ms.`)
  })
  return 'ok'
}

export async function removeProvider({ name }: Provider, { client, context }: Place): Promise<Outcome> {
  const removed = await client.providers.remove({ name })
  context.result(removed, () => context.terminal.print(`Removed ${toPlainText(name)} and its key.`))
  return 'ok'
}

/** Whether a provider's batch price is used for work that can wait, and what that costs of its list prices. */
export async function setBatches(
  { name }: Provider,
  typed: { on?: boolean; off?: boolean; percent?: string },
  { client, context }: Place,
): Promise<Outcome> {
  if (typed.on === true && typed.off === true) throw usageError('Take one of --on and --off.')
  const usesBatches = typed.on === true ? true : typed.off === true ? false : undefined
  const batchPercent = typed.percent === undefined ? undefined : readPercent(typed.percent)
  const isAsked = usesBatches !== undefined || batchPercent !== undefined
  const provider = isAsked
    ? await client.providers.update({ name, usesBatches, batchPercent })
    : await client.providers.list().then((all) => all.find((one) => one.name === name))
  context.result({ provider: provider ?? null }, () => {
    if (provider !== undefined) context.terminal.print(describeBatches(provider))
  })
  return 'ok'
}

function describeBatches({ usesBatches, batchPercent }: Provider): string {
  if (batchPercent === null) return 'Diwan knows of no batch price of this kind of provider.'
  const what = `its batch price, ${batchPercent} % of its list prices`
  return usesBatches
    ? `Work that can wait is left to ${what}. The question and its passages lie with the provider until that is done.`
    : `Work that can wait is not left to ${what}: nothing lies with the provider.`
}

function readPercent(typed: string): number | null {
  if (typed === 'default') return null
  const percent = BatchPercent.safeParse(Number(typed))
  if (percent.success) return percent.data
  throw usageError(`--percent takes a whole number from 1 to 100, or "default", not "${typed}".`)
}

export function showProviders(providers: readonly Provider[], { context }: Place): void {
  const rows = providers.map(({ name, kind, url, hasKey, circuit, lastCheck }) => [
    toPlainText(name),
    kind,
    toPlainText(url),
    hasKey ? 'kept' : 'none',
    circuit === 'closed' ? (lastCheck?.code ?? 'works') : circuit,
  ])
  const head = ['provider', 'kind', 'address', 'key', 'state']
  for (const line of formatTable(head, rows)) context.terminal.print(line)
}

export function showLanguageModels(models: readonly LanguageModelInfo[], { context }: Place): void {
  const dollars = (price: number) => (price / 1e9).toFixed(2)
  const rows = models.map(({ reference, contextTokens, price, isLocal }) => [
    toPlainText(reference),
    contextTokens === null ? '' : `${contextTokens}`,
    price === null ? 'unknown' : `${dollars(price.input)} / ${dollars(price.output)}`,
    isLocal ? 'this machine' : 'server',
  ])
  const head = ['language model', 'context', 'dollars a million tokens', 'runs on']
  for (const line of formatTable(head, rows)) context.terminal.print(line)
}

function readUrl(typed: string): string {
  const url = URL.parse(typed)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return typed
  throw usageError(`--url takes an address such as https://models.example/v1, not "${typed}".`)
}

function reasonOf(asked: PromiseSettledResult<unknown>): string {
  const reason: unknown = asked.status === 'rejected' ? asked.reason : null
  return reason instanceof Error ? toPlainText(reason.message) : ''
}
