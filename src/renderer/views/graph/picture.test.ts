import { describe, expect, test } from 'vitest'
import { chooseLabels } from './choose-labels.ts'
import { computeLayout, type Layout } from './compute-layout.ts'
import { bringIntoView, fitAll, zoomBy } from './viewport.ts'
import { neighboursOf, walk } from './walk.ts'

const node = (id: string, radius = 8) => ({ id, radius, at: null })
const cross: Layout = new Map([
  ['middle', { x: 0, y: 0 }],
  ['near', { x: 40, y: 5 }],
  ['far', { x: 200, y: 0 }],
  ['above', { x: 0, y: -100 }],
])
const relation = (from: string, to: string) => ({ from, to, label: null, documents: 1, weight: 1 })

describe('a layout', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `n${index}`)
  const links = ids.slice(1).map((id, index) => ({ from: id, to: ids[index % 6] ?? 'n0', weight: 1 + (index % 5) }))
  const input = { nodes: ids.map((id) => node(id)), links }

  test('RET-9.picture: the same graph is drawn the same, nothing lies on another, and what is joined is near', () => {
    // Would catch: a random start, signs on top of each other, a layout in which links mean nothing.
    const layout = computeLayout(input)
    expect([...computeLayout(input)]).toEqual([...layout])
    const between = (one: string, other: string) => {
      const [a, b] = [layout.get(one), layout.get(other)]
      return Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0))
    }
    const all = ids.flatMap((one, place) => ids.slice(place + 1).map((other) => between(one, other)))
    const joined = links.map(({ from, to }) => between(from, to))
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.min(...all)).toBeGreaterThan(16)
    expect(mean(joined)).toBeLessThan(mean(all) / 2)
  })

  test('what stood somewhere stays near it when something is added', () => {
    // Would catch: a picture that turns over whenever one more document was read.
    const before = computeLayout(input)
    const grown = { nodes: [...ids, 'new'].map((id) => ({ ...node(id), at: before.get(id) ?? null })), links }
    const after = computeLayout(grown)
    const moved = ids.map((id) => {
      const [a, b] = [before.get(id), after.get(id)]
      return Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0))
    })
    expect(Math.max(...moved)).toBeLessThan(60)
  })
})

test('RET-9.picture: an arrow leads to what is joined in its direction, else to the nearest there, and nowhere at the edge', () => {
  // Would catch: an arrow that jumps past the line that is seen, an entity that the keyboard cannot reach.
  const neighbours = neighboursOf([relation('middle', 'far')])
  const from = (id: string, direction: 'left' | 'right' | 'up') => walk(cross, neighbours, { from: id, direction })
  expect(from('middle', 'right')).toBe('far')
  expect(from('middle', 'up')).toBe('above')
  expect(from('middle', 'left')).toBeNull()
  expect(from('far', 'left')).toBe('middle')
  expect(from('near', 'left')).toBe('middle')
})

test('a viewport shows all, keeps what is under the pointer when zoomed, and follows what is focused', () => {
  // Would catch: a picture that starts outside of its frame, a wheel that runs away from the pointer.
  const size = { width: 800, height: 600 }
  const viewport = fitAll(cross, size)
  for (const { x, y } of cross.values()) {
    expect(x * viewport.scale + viewport.left).toBeGreaterThan(0)
    expect(x * viewport.scale + viewport.left).toBeLessThan(800)
    expect(y * viewport.scale + viewport.top).toBeGreaterThan(0)
  }
  const at = { x: 321, y: 123 }
  const under = (seen: typeof viewport) => [(at.x - seen.left) / seen.scale, (at.y - seen.top) / seen.scale]
  const [x = 0, y = 0] = under(zoomBy(viewport, 1.7, at))
  expect([x, y].map((value) => value.toFixed(6))).toEqual(under(viewport).map((value) => value.toFixed(6)))
  const followed = bringIntoView({ scale: 1, left: 0, top: 0 }, { x: 2_000, y: -50 }, size)
  expect(2_000 + followed.left).toBeLessThan(800)
  expect(-50 + followed.top).toBeGreaterThan(0)
  expect(fitAll(new Map(), size)).toEqual({ scale: 1, left: 400, top: 300 })
})

test('names are written where they have room, on no sign, the important ones first, and more of them when zoomed in', () => {
  // Would catch: names over names or over signs, the name of the strongest hidden by a rare one.
  const labels = [...cross].map(([id, at]) => ({ id, at, width: 60, drop: 10 }))
  const signs = [...cross.values()].map((at) => ({ at, radius: 8 }))
  expect([...chooseLabels(labels, [], 1)]).toEqual(['middle', 'far', 'above'])
  expect([...chooseLabels(labels.toReversed(), [], 1)]).toEqual(['above', 'far', 'near'])
  expect(chooseLabels(labels, signs, 3).size).toBe(4)
  expect(chooseLabels(labels, [{ at: { x: 200, y: 15 }, radius: 6 }], 1).has('far')).toBe(false)
})
