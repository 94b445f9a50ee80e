import type { DocumentFilter, DocumentState, DocumentType } from '../../../contract/document.ts'

export type DocumentSort = 'name' | 'addedAt' | 'modifiedAt' | 'bytes'

/** Which documents of a library the table shows, and in which order. */
export type DocumentQuery = {
  /** Part of the name or title. */
  text: string
  /** Words of the text itself. */
  content: string
  type: DocumentType | null
  state: DocumentState | null
  tag: string | null
  folderId: string | null
  /** Days on which the originals changed, as `2026-11-21`, the first and the last; empty for no bound. */
  changedFrom: string
  changedTo: string
  trashed: boolean
  sort: DocumentSort
  order: 'ascending' | 'descending'
}

export const wholeLibrary: DocumentQuery = {
  text: '',
  content: '',
  type: null,
  state: null,
  tag: null,
  folderId: null,
  changedFrom: '',
  changedTo: '',
  trashed: false,
  sort: 'name',
  order: 'ascending',
}

/** Rows that are asked for at once. */
export const windowSize = 100
/** The most that the contract gives at once. */
export const largestWindow = 500

/** What of a query narrows, as the contract has it. */
export function toFilter(query: DocumentQuery): DocumentFilter {
  const text = query.text.trim()
  const content = query.content.trim()
  const from = startOfDay(query.changedFrom, 0)
  const to = startOfDay(query.changedTo, 1)
  return {
    trashed: query.trashed,
    ...(text === '' ? {} : { text }),
    ...(content === '' ? {} : { content }),
    ...(query.type === null ? {} : { type: query.type }),
    ...(query.state === null ? {} : { state: query.state }),
    ...(query.tag === null ? {} : { tags: [query.tag] }),
    ...(query.folderId === null ? {} : { folderId: query.folderId }),
    ...(from === null ? {} : { modifiedAfter: from }),
    ...(to === null ? {} : { modifiedBefore: to }),
  }
}

/** How many ways of narrowing beside the two text fields are in use. */
export function countNarrowings(query: DocumentQuery): number {
  const { type, state, tag, folderId, changedFrom, changedTo } = query
  return [type, state, tag, folderId, changedFrom, changedTo].filter((value) => value !== null && value !== '').length
}

/** The contract's input for one window of the table. */
export function toListInput(libraryId: string, query: DocumentQuery, offset: number) {
  return {
    library: libraryId,
    offset,
    limit: windowSize,
    sort: query.sort,
    order: query.order,
    ...toFilter(query),
  }
}

/** Offsets of the windows that cover rows `first` to `last`. */
export function windowsFor(first: number, last: number): readonly number[] {
  const from = Math.floor(first / windowSize)
  const to = Math.floor(last / windowSize)
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * windowSize)
}

/** Midnight, where the person is, at which a day begins, some days later; null for what is no day. */
function startOfDay(day: string, later: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (parts === null) return null
  const [, year, month, date] = parts.map(Number)
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + later).getTime()
}
