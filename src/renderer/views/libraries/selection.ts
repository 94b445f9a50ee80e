import { create } from 'zustand'
import type { DocumentSelection } from '../../../contract/document.ts'
import { client } from '../../engine/client.ts'
import { type DocumentQuery, largestWindow, toFilter } from './document-query.ts'

/** Documents that a person has chosen: some, or all that pass the filter, also those that were never loaded. */
export type Chosen = { all: true } | { all: false; ids: ReadonlySet<string> }

type SelectionState = {
  chosen: Chosen
  /** Row from which Shift extends. */
  anchor: number
  clear(): void
  chooseAll(): void
  choose(ids: readonly string[], anchor: number): void
  set(ids: ReadonlySet<string>): void
}

const nothing: Chosen = { all: false, ids: new Set() }

/** Selection of the library on screen; it ends with the filter that it was made under. */
export const useSelection = create<SelectionState>((set) => ({
  chosen: nothing,
  anchor: 0,
  clear: () => set({ chosen: nothing }),
  chooseAll: () => set({ chosen: { all: true } }),
  choose: (ids, anchor) =>
    set(({ chosen }) => ({
      chosen: { all: false, ids: new Set([...(chosen.all ? [] : chosen.ids), ...ids]) },
      anchor,
    })),
  set: (ids) => set({ chosen: { all: false, ids } }),
}))

export function isChosen(chosen: Chosen, documentId: string): boolean {
  return chosen.all || chosen.ids.has(documentId)
}

export function countChosen(chosen: Chosen, total: number): number {
  return chosen.all ? total : chosen.ids.size
}

type Where = { libraryId: string; query: DocumentQuery }

/** What is chosen, as the contract has it. */
export function toSelection(chosen: Chosen, { libraryId, query }: Where): DocumentSelection {
  return chosen.all ? { library: libraryId, filter: toFilter(query) } : { documentIds: [...chosen.ids] }
}

/** Ids of the rows from `first` to `last`, in the order of the table, whether they were loaded or not. */
export async function idsBetween({ libraryId, query }: Where, first: number, last: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let offset = first; offset <= last; offset += largestWindow) {
    const limit = Math.min(largestWindow, last - offset + 1)
    const { items } = await client.documents.list({
      library: libraryId,
      offset,
      limit,
      sort: query.sort,
      order: query.order,
      ...toFilter(query),
    })
    ids.push(...items.map(({ id }) => id))
    if (items.length < limit) break
  }
  return ids
}
