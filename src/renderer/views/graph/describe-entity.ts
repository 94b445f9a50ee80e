import type { TFunction } from 'i18next'
import type { Entity } from '../../../contract/graph.ts'

/** What a screen reader says of an entity: its name, its kind, how often it stands, with how many it stands together. */
export function describeEntity(t: TFunction, entity: Entity, neighbours: number): string {
  const { name, kind, documents } = entity
  return [
    name,
    t(`graph.kind.${kind}`),
    t('count.documents', { count: documents }),
    t('graph.standsWith', { count: neighbours }),
  ].join(', ')
}
