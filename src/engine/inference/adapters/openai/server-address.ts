import type { ProviderProtocol } from '../../../../contract/providers.ts'
import { kindOf } from './openai-kinds.ts'
import type { OpenAiServer } from './openai-options.ts'

/** The part of an address before the protocol's own paths, and its query. */
export type ServerAddress = { base: string; query: Record<string, string> }

/** What a call is for: an answer of a model, or the list of them. */
export type AddressUse = { protocol: ProviderProtocol; name: string } | 'models'

/**
 * The address of a typed one: that of a host alone, of the protocol's version, or of a whole call, as the references show
 * them. Queries stay.
 */
export function serverAddress(server: Pick<OpenAiServer, 'kind' | 'url'>, use: AddressUse): ServerAddress {
  const url = new URL(server.url)
  const query = Object.fromEntries(url.searchParams)
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(?:chat\/completions|responses)$/, '')
  const address = (pathname: string): ServerAddress => ({ base: `${url.origin}${pathname}`, query })
  if (server.kind === 'azure-openai') return address(azurePath(path, { use, isDated: 'api-version' in query }))
  const { version } = kindOf(server.kind)
  const given = path.replace(/\/models$/, '')
  if (given === '') return address(version)
  if (server.kind === 'gemini' && /^\/v1(?:beta)?$/.test(given)) return address(`${given}/openai`)
  // Ollama's own protocol, which its reference shows first.
  if (server.kind === 'ollama' && /^\/api(?:\/chat|\/generate)?$/.test(given)) return address(version)
  return address(given)
}

/**
 * Azure OpenAI has two forms: `/openai/v1`, and one with a dated version in the query, whose addresses name the deployment
 * (not for responses and lists).
 */
function azurePath(path: string, { use, isDated }: { use: AddressUse; isDated: boolean }): string {
  const deployment = /^(.*\/openai)\/deployments\/[^/]+$/.exec(path)
  const isAnswer = use !== 'models'
  if (deployment !== null) return isAnswer && use.protocol === 'openai-chat' ? path : (deployment[1] ?? '')
  if (/\/openai\/v1$/.test(path)) return path
  const resource = path.replace(/\/openai$/, '')
  // Other paths are those of a gateway, or of Foundry's `/models`, which know where they lead.
  if (resource !== '') return path
  if (!isDated) return '/openai/v1'
  if (!isAnswer || use.protocol !== 'openai-chat') return '/openai'
  return `/openai/deployments/${encodeURIComponent(use.name)}`
}
