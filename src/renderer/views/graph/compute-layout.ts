import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from 'd3-force'

export type Point = { x: number; y: number }

/** What is laid out. `radius` in the units of the layout, which are pixels at zoom 1. `at`: where it stood before. */
export type LayoutInput = {
  nodes: readonly { id: string; radius: number; at: Point | null }[]
  links: readonly { from: string; to: string; weight: number }[]
}

/** Where each entity stands, by its id. The middle of all is near the origin. */
export type Layout = ReadonlyMap<string, Point>

type Body = SimulationNodeDatum & { id: string; radius: number; home: Point | null }
type Spring = { source: string | Body; target: string | Body; strength: number }

const distance = 64
const gap = 14
/** Screens are wider than they are high. */
const toMiddle = { x: 0.05, y: 0.08 }
const toHome = 0.5
/** At more entities fewer rounds: what is left to gain can no longer be seen. */
const roundsFor = (count: number) => (count > 200 ? 200 : 300)

/** The same input has the same layout. What stood somewhere before stays near it. */
export function computeLayout({ nodes, links }: LayoutInput): Layout {
  const isKnown = nodes.filter(({ at }) => at !== null).length > nodes.length / 2
  const bodies: Body[] = nodes.map(({ id, radius, at }) => ({ id, radius, home: isKnown ? at : null, ...(at ?? {}) }))
  const heaviest = Math.max(1, ...links.map(({ weight }) => weight))
  const springs: Spring[] = links.map(({ from, to, weight }) => ({
    source: from,
    target: to,
    strength: 0.08 + 0.5 * (Math.log1p(weight) / Math.log1p(heaviest)),
  }))
  const simulation = forceSimulation(bodies)
    .force(
      'link',
      forceLink<Body, Spring>(springs)
        .id(({ id }) => id)
        .distance(distance)
        .strength(({ strength }) => strength / 2),
    )
    .force('charge', forceManyBody<Body>().strength(-260).distanceMax(700))
    .force(
      'collide',
      forceCollide<Body>(({ radius }) => radius + gap),
    )
    .force(
      'x',
      forceX<Body>(({ home }) => home?.x ?? 0).strength(({ home }) => (home === null ? toMiddle.x : toHome)),
    )
    .force(
      'y',
      forceY<Body>(({ home }) => home?.y ?? 0).strength(({ home }) => (home === null ? toMiddle.y : toHome)),
    )
    .alpha(isKnown ? 0.3 : 1)
    .stop()
  simulation.tick(roundsFor(nodes.length))
  return new Map(bodies.map(({ id, x = 0, y = 0 }) => [id, { x, y }]))
}
