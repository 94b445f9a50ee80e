import { Index, MetricKind, ScalarKind } from 'usearch'
import type { Match } from './nearest.ts'
import type { Part } from './part.ts'

/** A part that finds its neighbours by an HNSW graph (Malkov, Yashunin: Hierarchical Navigable Small World, 2018). */
export type GraphPart = Part & {
  readonly kind: 'graph'
  /** Writes it as it is, not encrypted. Throws when the disk is full. */
  save(path: string): void
}

/** Of each vector beside its values: its links, its number and its level, as measured on files of usearch. */
const linkBytes = 150

/** Candidates looked at for a filtered search, before comparing all accepted vectors is the shorter way. */
const mostCandidates = 8_192

/** What stands before the accepted ones is not spread evenly. */
const spare = 1.5

const hnsw = {
  metric: MetricKind.Cos,
  quantization: ScalarKind.F16,
  connectivity: 16,
  expansion_add: 200,
  expansion_search: 100,
  multi: false,
}

export function createGraphPart(dimensions: number): GraphPart {
  return wrap(new Index({ ...hnsw, dimensions }), dimensions)
}

/**
 * Reads what `save` wrote. usearch checks its lengths only and takes any content for vectors and links: the caller knows
 * that the file is unchanged.
 *
 * @throws Error of usearch when it is cut short
 */
export function loadGraphPart(path: string, dimensions: number): GraphPart {
  const index = new Index({ ...hnsw, dimensions })
  index.load(path)
  return wrap(index, dimensions)
}

function wrap(index: Index, dimensions: number): GraphPart {
  const rows = () => index.size()

  function nearest(query: Float32Array<ArrayBuffer>, count: number): Match[] {
    const { keys, distances } = index.search(query, count, 1)
    return Array.from(keys, (key, place) => ({ row: Number(key), similarity: 1 - (distances[place] as number) }))
  }

  return {
    kind: 'graph',
    rows,
    add(vectors) {
      const first = rows()
      const count = vectors.length / dimensions
      const keys = BigUint64Array.from({ length: count }, (_, place) => BigInt(first + place))
      index.add(keys, new Float32Array(vectors), 1)
    },
    search({ query, limit, accepted, mayGiveUp }) {
      const wanted = Math.min(limit, accepted.count)
      if (wanted === 0) return { matches: [], gaveUp: false }
      // Twice as many as asked for: the last ones that a graph finds are the least sure.
      let count = Math.ceil(2 * limit * Math.max(1, (spare * rows()) / accepted.count / 2))
      for (;;) {
        if (mayGiveUp && count > mostCandidates) return { matches: [], gaveUp: true }
        const matches = nearest(query, Math.min(count, rows())).filter(({ row }) => accepted.has(row))
        if (matches.length >= wanted || count >= rows()) return { matches: matches.slice(0, limit), gaveUp: false }
        count *= 4
      }
    },
    bytes: () => rows() * (2 * dimensions + linkBytes),
    save: (path) => index.save(path),
  }
}
