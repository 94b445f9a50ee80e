import type { FoundEntity } from './found-entity.ts'
import { legalForms } from './name-words.ts'

/**
 * People who are called by a part of their name after their whole one stood in the text: the part means them where it can
 * mean nobody else who is named there.
 */
export function namePeople(found: readonly FoundEntity[]): FoundEntity[] {
  const byPart = new Map<string, Set<string>>()
  for (const { kind, folded } of found) {
    const words = folded.split(' ')
    if (kind !== 'person' || words.length < 2) continue
    for (const part of [words[0], words.at(-1)]) {
      if (part === undefined || [...part].length < 2 || legalForms.has(part)) continue
      byPart.set(part, (byPart.get(part) ?? new Set()).add(folded))
    }
  }
  return found.map((entity) => {
    if (entity.kind !== 'name' && entity.kind !== 'person') return entity
    const [meant, other] = [...(byPart.get(entity.folded) ?? [])]
    return meant === undefined || other !== undefined ? entity : { ...entity, kind: 'person', folded: meant }
  })
}
