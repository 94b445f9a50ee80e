import { useQuery } from '@tanstack/react-query'
import type { LanguageModelInfo } from '../../../contract/providers.ts'
import { engine } from '../../engine/client.ts'

/** Servers are asked for their models on the page of models; here what they said last is enough for a while. */
const freshFor = 60_000

const none: readonly LanguageModelInfo[] = []

/** Language models that can be asked, the extractive one among them. None while they are not known. */
export function useLanguageModels(): readonly LanguageModelInfo[] {
  const { data } = useQuery({ ...engine.providers.models.queryOptions({ input: {} }), staleTime: freshFor })
  return data ?? none
}
