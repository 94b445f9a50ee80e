import type { Entity } from '../../../contract/graph.ts'

/** Pixels from the middle of an entity's sign to its edge: its area grows with the documents that name it. */
export function radiusOf({ documents }: Pick<Entity, 'documents'>): number {
  return Math.min(17, 5 + 1.6 * Math.sqrt(Math.max(0, documents - 1)))
}

/** The part of its size that a sign has at a zoom. */
export function signScale(scale: number): number {
  return Math.min(1, Math.max(0.5, 0.25 + scale * 0.85))
}
