import { replaceEqualDeep } from '@tanstack/react-query'

type Listed = { items: readonly { id: string }[]; total: number }

/**
 * For `structuralSharing` of a list: what has not changed stays the same object wherever it now stands. The library's own
 * sharing goes by place, so that one document more at the top made every row below it new.
 */
export function shareById(before: unknown, after: unknown): unknown {
  if (!isListed(before) || !isListed(after)) return after
  const known = new Map(before.items.map((item) => [item.id, item]))
  const items = after.items.map((item) => replaceEqualDeep(known.get(item.id), item))
  const same = items.length === before.items.length && items.every((item, place) => item === before.items[place])
  return same && before.total === after.total ? before : { ...after, items: same ? before.items : items }
}

function isListed(value: unknown): value is Listed {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)
}
