import { describe, expect, test } from 'vitest'
import type { Block } from '../contract/document.ts'
import { locateSpan } from './locate-span.ts'

const block = (start: number, end: number, page: number | null): Block => ({
  kind: 'paragraph',
  start,
  end,
  level: null,
  page,
})
const run = (start: number, end: number, at: { page?: number; x: number; y: number; width: number }) => ({
  page: 1,
  height: 0.02,
  start,
  end,
  ...at,
})

describe('locating a span', () => {
  test('LIB-6.span: part of a run gives its share of the width', () => {
    const content = {
      text: 'n'.repeat(10),
      blocks: [block(0, 10, 1)],
      runs: [run(0, 10, { x: 0.1, y: 0.5, width: 0.5 })],
    }
    expect(locateSpan(content, { start: 2, end: 4 })).toEqual({
      block: 0,
      page: 1,
      boxes: [{ page: 1, x: expect.closeTo(0.2), y: 0.5, width: expect.closeTo(0.1), height: 0.02 }],
    })
  })

  test('LIB-6.span: narrow letters take less of a run than wide ones, from the right in right-to-left scripts', () => {
    const runs = [run(0, 8, { x: 0, y: 0.5, width: 1 })]
    const boxOf = (text: string) => locateSpan({ text, blocks: [block(0, 8, 1)], runs }, { start: 0, end: 4 }).boxes[0]
    expect([boxOf('illiMWMW')?.width, boxOf('ילדטMWMW')?.x]).toEqual([expect.closeTo(0.2, 1), expect.closeTo(0.6, 1)])
  })

  test('text that stands upright on its side is marked as a whole', () => {
    const runs = [{ ...run(0, 8, { x: 0.1, y: 0.2, width: 0.02 }), height: 0.3 }]
    const content = { text: 'sideways', blocks: [block(0, 8, 1)], runs }
    expect(locateSpan(content, { start: 2, end: 4 }).boxes).toEqual([
      { page: 1, x: 0.1, y: 0.2, width: 0.02, height: 0.3 },
    ])
  })

  test('runs that follow each other on a line are one box, the next line is another', () => {
    const content = {
      text: 'n'.repeat(30),
      blocks: [block(0, 30, 1)],
      runs: [
        run(0, 10, { x: 0.1, y: 0.5, width: 0.2 }),
        run(10, 20, { x: 0.31, y: 0.501, width: 0.2 }),
        run(20, 30, { x: 0.1, y: 0.53, width: 0.2 }),
      ],
    }
    expect(locateSpan(content, { start: 0, end: 30 }).boxes).toEqual([
      { page: 1, x: 0.1, y: 0.5, width: expect.closeTo(0.41), height: expect.closeTo(0.021) },
      { page: 1, x: 0.1, y: 0.53, width: 0.2, height: 0.02 },
    ])
  })

  test('two columns at one height stay two boxes, so that the gap between them does not glow', () => {
    const content = {
      text: 'n'.repeat(30),
      blocks: [block(0, 20, 1)],
      runs: [run(0, 10, { x: 0.1, y: 0.5, width: 0.3 }), run(10, 20, { x: 0.6, y: 0.5, width: 0.3 })],
    }
    expect(locateSpan(content, { start: 0, end: 20 }).boxes).toHaveLength(2)
  })

  test('LIB-6.page: a span that begins on the second page says so, whatever page its block begins on', () => {
    const content = {
      text: 'n'.repeat(30),
      blocks: [block(0, 20, 1)],
      runs: [run(0, 10, { x: 0, y: 0.9, width: 1 }), run(10, 20, { page: 2, x: 0, y: 0.1, width: 1 })],
    }
    expect(locateSpan(content, { start: 12, end: 15 }).page).toBe(2)
  })

  test('without runs the block tells the place, also between blocks and past the end', () => {
    const content = {
      text: 'n'.repeat(30),
      blocks: [block(0, 10, null), block(12, 20, null), block(22, 30, null)],
      runs: null,
    }
    const found = [0, 11, 12, 29, 500].map((start) => locateSpan(content, { start, end: start + 1 }).block)
    expect(found).toEqual([0, 0, 1, 2, 2])
    expect(locateSpan({ text: '', blocks: [], runs: null }, { start: 0, end: 1 })).toEqual({
      block: 0,
      page: null,
      boxes: [],
    })
  })
})
