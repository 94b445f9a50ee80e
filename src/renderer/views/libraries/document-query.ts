import type { DocumentType } from '../../../contract/document.ts'

export type DocumentSort = 'name' | 'addedAt' | 'modifiedAt' | 'bytes'

/** Which documents of a library the table shows, and in which order. */
export type DocumentQuery = {
  text: string
  type: DocumentType | null
  state: 'ready' | 'failed' | null
  sort: DocumentSort
  order: 'ascending' | 'descending'
}

export const wholeLibrary: DocumentQuery = { text: '', type: null, state: null, sort: 'name', order: 'ascending' }

/** The contract's input for one window of the table. */
export function toListInput(libraryId: string, query: DocumentQuery, offset: number) {
  return {
    library: libraryId,
    offset,
    limit: windowSize,
    sort: query.sort,
    order: query.order,
    ...(query.text.trim() === '' ? {} : { text: query.text.trim() }),
    ...(query.type === null ? {} : { type: query.type }),
    ...(query.state === null ? {} : { state: query.state }),
  }
}

/** Rows that are asked for at once. */
export const windowSize = 100

/** Offsets of the windows that cover rows `first` to `last`. */
export function windowsFor(first: number, last: number): readonly number[] {
  const from = Math.floor(first / windowSize)
  const to = Math.floor(last / windowSize)
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * windowSize)
}
