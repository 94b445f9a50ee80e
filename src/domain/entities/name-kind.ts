import type { EntityKind } from '../../contract/graph.ts'
import { foldName } from './found-entity.ts'
import { knownPlaces } from './known-places.ts'
import { givenNames, legalForms, organisationWords, particles, placeWords } from './name-words.ts'

const initial = /^\p{Lu}\.?$/u

/** What rules can tell of a name by its words alone; `name` when they tell nothing. */
export function kindOfName(name: string): Extract<EntityKind, 'person' | 'organisation' | 'place' | 'name'> {
  const written = name.split(/\s+/u)
  const folded = foldName(name)
  const words = folded.split(' ')
  if (knownPlaces.has(folded)) return 'place'
  const last = words.at(-1) ?? ''
  if (words.length > 1 && (legalForms.has(last) || words.some((word) => organisationWords.has(word)))) {
    return 'organisation'
  }
  if (words.length > 1 && (placeWords.has(words[0] ?? '') || placeWords.has(last))) return 'place'
  const bearing = written.filter((word) => !particles.has(foldName(word)))
  const isOfPersonsLength = bearing.length >= 2 && bearing.length <= 4 && !/[\p{N}&]/u.test(name)
  if (isOfPersonsLength && (givenNames.has(words[0] ?? '') || initial.test(written[0] ?? ''))) return 'person'
  // A middle initial is what only people have.
  return isOfPersonsLength && written.slice(1, -1).some((word) => initial.test(word)) ? 'person' : 'name'
}
