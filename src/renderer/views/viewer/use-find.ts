import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import type { Span } from '../../../contract/common.ts'
import { engine } from '../../engine/client.ts'
import { useDebounced } from '../../lib/use-debounced.ts'

/** Matches that are asked for; all of them are counted. */
const shown = 1_000

export type Match = Span & { block: number; page: number | null }

export type Find = {
  open: boolean
  text: string
  matches: readonly Match[]
  /** All matches, also those that can't be walked to; null until it is known. */
  total: number | null
  /** The match that the search is at. */
  at: number
  current: Match | null
  error: unknown
  show(): void
  hide(): void
  setText(text: string): void
  step(by: 1 | -1): void
}

const none: readonly Match[] = []

/** The search inside one document. */
export function useFind(documentId: string): Find {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const wanted = useDebounced(text.trim())
  const active = open && wanted !== ''
  const { data, error } = useQuery({
    ...engine.documents.find.queryOptions({ input: { documentId, text: wanted, limit: shown } }),
    enabled: active,
    placeholderData: keepPreviousData,
  })
  const matches = active ? (data?.matches ?? none) : none
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at its first match
  useEffect(() => setAt(0), [wanted])
  const count = matches.length
  const step = useCallback(
    (by: 1 | -1) => setAt((before) => (count === 0 ? 0 : (before + by + count) % count)),
    [count],
  )
  return {
    open,
    text,
    matches,
    total: active && data !== undefined ? data.total : null,
    at,
    current: matches[at] ?? null,
    error: active ? error : null,
    show: useCallback(() => setOpen(true), []),
    hide: useCallback(() => setOpen(false), []),
    setText,
    step,
  }
}
