import { ProviderName } from '../../../contract/language-models.ts'
import type { ProviderKind } from '../../../contract/providers.ts'

export type ProviderDraft = { kind: ProviderKind; name: string; url: string; key: string }

/** Kinds whose address everybody has of their own, with an example of one; the others may be given another. */
export const ownAddresses: Partial<Record<ProviderKind, string>> = {
  'azure-openai': 'https://NAME.openai.azure.com',
  'openai-compatible': 'http://localhost:8080/v1',
}

/** Kinds that take calls without a key. */
const withoutKey: ReadonlySet<ProviderKind> = new Set(['ollama', 'openai-compatible'])

export type ProviderProblem = 'name' | 'taken' | 'url' | 'key'

/** What still stands in the way of adding a provider, field by field. */
export function findProblems(draft: ProviderDraft, taken: readonly string[]): ProviderProblem[] {
  const name = draft.name.trim()
  const url = draft.url.trim()
  const isUrl = /^https?:$/.test(URL.parse(url)?.protocol ?? '')
  return [
    ...(ProviderName.safeParse(name).success ? [] : ['name' as const]),
    ...(taken.includes(name) ? ['taken' as const] : []),
    ...((url === '' ? ownAddresses[draft.kind] === undefined : isUrl) ? [] : ['url' as const]),
    ...(draft.key.trim() === '' && !withoutKey.has(draft.kind) ? ['key' as const] : []),
  ]
}
