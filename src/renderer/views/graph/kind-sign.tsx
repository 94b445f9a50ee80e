import type { EntityKind } from '../../../contract/graph.ts'

/** Outlines around the origin that reach 1 far: kinds are told apart by shape before colour. */
const outlines: Record<EntityKind, string> = {
  person: 'M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z',
  organisation: 'M-.86 -.86H.86V.86H-.86Z',
  place: 'M0 1.08L-1 -.7H1Z',
  name: 'M0 -1.15L1.15 0L0 1.15L-1.15 0Z',
  date: 'M-.55 -.95H.55L1.1 0L.55 .95H-.55L-1.1 0Z',
  identifier: 'M-.36 -1H.36V-.36H1V.36H.36V1H-.36V.36H-1V-.36H-.36Z',
  address: 'M0 -1.1L1.05 .72H-1.05Z',
}

/** The shape of a kind, drawn around the origin of an SVG, in its colour. */
export function KindOutline({ kind, radius }: { kind: EntityKind; radius: number }) {
  return (
    <path d={outlines[kind]} transform={`scale(${radius})`} className={`graph-sign graph-${kind}`} strokeWidth={0} />
  )
}

/** The same as a small picture beside words. */
export function KindSign({ kind, className = 'size-3.5' }: { kind: EntityKind; className?: string }) {
  return (
    <svg viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true" className={`shrink-0 ${className}`}>
      <KindOutline kind={kind} radius={1} />
    </svg>
  )
}
