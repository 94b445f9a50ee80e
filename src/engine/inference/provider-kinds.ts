import type { ProviderKind, ProviderProtocol } from '../../contract/providers.ts'
import { namesThisMachine } from '../net/addresses.ts'
import { openAiKinds } from './adapters/openai/openai-kinds.ts'

/** Where a kind of provider is found and how it is spoken to, unless a person says otherwise; no address: they have to. */
export function defaultsOf(kind: ProviderKind): { url: string | null; protocol: ProviderProtocol } {
  if (kind === 'anthropic') return { url: 'https://api.anthropic.com', protocol: 'anthropic-messages' }
  const { url, protocol } = openAiKinds[kind]
  return { url, protocol }
}

/** Whether a provider's address is this machine: it is reached offline too, and nothing leaves. */
export function isOnThisMachine(url: string): boolean {
  return namesThisMachine(new URL(url).hostname)
}
