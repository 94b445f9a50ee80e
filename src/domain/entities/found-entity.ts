import type { Span } from '../../contract/common.ts'
import type { EntityKind } from '../../contract/graph.ts'
import { foldWord } from '../words.ts'
import { legalForms } from './name-words.ts'

/** Something that a text names, and where. `folded` is the same for all ways of writing it that rules can tell. */
export type FoundEntity = Span & { kind: EntityKind; folded: string }

/** Entities of one family with the same folded form are one: what kind of name it is, one text may know and another not. */
export type EntityFamily = 'name' | 'date' | 'identifier' | 'address'

export function familyOf(kind: EntityKind): EntityFamily {
  return kind === 'date' || kind === 'identifier' || kind === 'address' ? kind : 'name'
}

/** The form in which names are compared: words without case, marks and signs, and without a possessive ending. */
export function foldName(name: string): string {
  const bare = name.replace(/['’]s?$/u, '').replace(/(?<=\p{Lu})\.(?=\p{Lu}(?:\.|$))/gu, '')
  return (bare.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200c\u200d]*/gu) ?? []).map(foldWord).join(' ')
}

/** A name's folded form, without what says nothing of which one it is: `the`, `Ltd`. */
export function foldNamed(name: string): string {
  const words = foldName(name).split(' ')
  if (words.length > 1 && words[0] === 'the') words.shift()
  while (words.length > 1 && legalForms.has(words.at(-1) ?? '')) words.pop()
  return words.join(' ')
}

/** The found entities without those that reach into an earlier one of the list, in the order of the text. */
export function withoutOverlaps(found: readonly FoundEntity[]): FoundEntity[] {
  const kept: FoundEntity[] = []
  const order = found.map((entity, place) => ({ entity, place }))
  order.sort((a, b) => a.entity.start - b.entity.start || a.place - b.place)
  for (const { entity } of order) {
    const last = kept.at(-1)
    if (last === undefined || entity.start >= last.end) kept.push(entity)
    else if (found.indexOf(entity) < found.indexOf(last)) kept[kept.length - 1] = entity
  }
  return kept
}

/** The text with a sign that is part of no name in the place of each span; positions stay. */
export function masked(text: string, spans: readonly Span[]): string {
  let result = ''
  let from = 0
  for (const { start, end } of spans) {
    result += text.slice(from, start) + '|'.repeat(end - start)
    from = end
  }
  return result + text.slice(from)
}
