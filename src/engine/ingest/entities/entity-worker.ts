import { readEntities } from '../../../domain/entities/read-entities.ts'
import type { TakenEntities, TakenText } from '../../store/repositories/entity-reading.ts'

/** The thread's entry: what texts name, with each mention as it is written. */
export function read(texts: readonly TakenText[]): TakenEntities[] {
  return texts.map(({ documentKey, isLast, ...source }) => {
    const found = readEntities(source)
    const written = found.mentions.map(({ start, end }) => source.text.slice(start, end).replace(/\s+/gu, ' '))
    return { documentKey, isLast, readTo: source.to, read: found, written }
  })
}
