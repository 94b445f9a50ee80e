import type { Span } from '../../contract/common.ts'
import type { Block } from '../../contract/document.ts'
import type { EntityKind } from '../../contract/graph.ts'
import { detectLanguage } from '../language/detect-language.ts'
import { findDefinitions } from './acronyms.ts'
import { findAddresses } from './addresses.ts'
import { findDates } from './dates.ts'
import { type Piece, piecesOf } from './document-sentences.ts'
import { findNames } from './find-names.ts'
import { type FoundEntity, familyOf, foldNamed, masked, withoutOverlaps } from './found-entity.ts'
import { findIdentifiers } from './identifiers.ts'
import { namePeople } from './people-in-text.ts'
import { findRelations } from './relations.ts'
import { isAbbreviated, shortForm } from './same-person.ts'
import { findUnicaseNames } from './unicase-names.ts'

/** What a text names, where, and what it says of that. Entities are known by their place in `entities`. */
export type ReadEntities = {
  /** `shortForm`: by which writings of a person's name are brought together, `isAbbreviated` when it has but initials. */
  entities: { kind: EntityKind; folded: string; shortForm: string | null; isAbbreviated: boolean }[]
  /** In the order of the text; `sentence` is what stands around it. */
  mentions: (Span & { entity: number; sentence: Span })[]
  /** `times`: sentences in which both stand. */
  relations: { from: number; to: number; label: string | null; times: number }[]
  /** Acronyms with what the text says that they stand for. */
  definitions: { short: number; long: number }[]
}

/** A document's text, of which `from` to `to` is read. Without blocks all of it is prose. */
export type TextToRead = {
  text: string
  blocks: readonly Pick<Block, 'kind' | 'start' | 'end' | 'rows'>[]
  from: number
  to: number
}

/** Reads names, dates, identifiers and addresses, and what stands together, by rules alone: no model takes part. */
export function readEntities(source: TextToRead): ReadEntities {
  const pieces = piecesOf(source.text, source.blocks, source)
  const prose = pieces.filter(({ isCode }) => !isCode)
  const language = detectLanguage(prose.map(({ text }) => text).join('\n'))
  const plain = pieces.flatMap((piece) => shifted(findPlain(piece.text), piece.start))
  const hidden = prose.map((piece) => ({ ...piece, text: masked(piece.text, within(plain, piece)) }))
  const named = [
    ...findNames(hidden, language),
    ...hidden.flatMap(({ text, start }) => shifted(findUnicaseNames(text), start)),
  ]
  const definitions = prose.flatMap(({ text }) => findDefinitions(text))
  const found = withoutOverlaps([...plain, ...namePeople(named)])
  return assemble({ pieces, found, definitions, language })
}

/** What is written by a pattern of its own, whatever the language. */
function findPlain(text: string): FoundEntity[] {
  return withoutOverlaps([...findAddresses(text), ...findIdentifiers(text), ...findDates(text)])
}

function shifted(found: readonly FoundEntity[], by: number): FoundEntity[] {
  return found.map((entity) => ({ ...entity, start: entity.start + by, end: entity.end + by }))
}

/** The spans within a piece, from its beginning. */
function within(found: readonly Span[], piece: Piece): Span[] {
  return found
    .filter(({ start, end }) => start >= piece.start && end <= piece.end)
    .map(({ start, end }) => ({ start: start - piece.start, end: end - piece.start }))
}

function assemble(read: {
  pieces: readonly Piece[]
  found: readonly FoundEntity[]
  definitions: readonly { short: string; long: string }[]
  language: string
}): ReadEntities {
  const entities: ReadEntities['entities'] = []
  const places = new Map<string, number>()
  const placeOf = ({ kind, folded }: Pick<FoundEntity, 'kind' | 'folded'>): number => {
    const key = `${familyOf(kind)} ${folded}`
    const known = places.get(key)
    const entity = known === undefined ? undefined : entities[known]
    if (known !== undefined && entity !== undefined) {
      if (entity.kind === 'name') entity.kind = kind
      return known
    }
    const mayBePerson = kind === 'person' || kind === 'name'
    entities.push({
      kind,
      folded,
      shortForm: mayBePerson ? shortForm(folded) : null,
      isAbbreviated: mayBePerson && isAbbreviated(folded),
    })
    places.set(key, entities.length - 1)
    return entities.length - 1
  }

  const mentions: ReadEntities['mentions'] = []
  const times = new Map<string, ReadEntities['relations'][number]>()
  let next = 0
  for (const piece of read.pieces) {
    const standings: (Span & { entity: number })[] = []
    for (; next < read.found.length; next += 1) {
      const entity = read.found[next]
      if (entity === undefined || entity.start >= piece.end) break
      if (entity.start < piece.start || entity.folded === '') continue
      standings.push({ start: entity.start, end: entity.end, entity: placeOf(entity) })
    }
    const sentence = { start: piece.start, end: piece.end }
    mentions.push(...standings.map((standing) => ({ ...standing, sentence })))
    const own = standings.map((standing) => ({
      ...standing,
      start: standing.start - piece.start,
      end: standing.end - piece.start,
    }))
    for (const relation of findRelations(piece.text, own, read.language)) {
      const key = `${relation.from} ${relation.to} ${relation.label ?? ''}`
      const before = times.get(key)
      if (before === undefined) times.set(key, { ...relation, times: 1 })
      else before.times += 1
    }
  }
  const definitions = read.definitions.flatMap(({ short, long }) => {
    const [one, other] = [short, long].map((name) => places.get(`name ${foldNamed(name)}`))
    return one === undefined || other === undefined || one === other ? [] : [{ short: one, long: other }]
  })
  return { entities, mentions, relations: [...times.values()], definitions }
}
