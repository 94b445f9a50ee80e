import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LanguageModelInfo } from '../../../contract/providers.ts'
import { engine } from '../../engine/client.ts'
import { loadGeneratedBody } from './load-generated-body.ts'

/** Servers are asked for their models on the page of models; here what they said last is enough for a while. */
const freshFor = 60_000

const none: readonly LanguageModelInfo[] = []

/** Language models that can be asked, the extractive one among them. None while they are not known. */
export function useLanguageModels(): readonly LanguageModelInfo[] {
  const { data } = useQuery({ ...engine.providers.models.queryOptions({ input: {} }), staleTime: freshFor })
  const mayWrite = data !== undefined && data.length > 1
  useEffect(() => {
    // Before the first answer comes, so that none waits for what it is drawn with.
    if (mayWrite) void loadGeneratedBody()
  }, [mayWrite])
  return data ?? none
}
