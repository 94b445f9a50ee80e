/** A run of text in its place: its span, its page, and its box in parts (0 to 1) of the page from the top left corner. */
export type PageRun = {
  page: number
  start: number
  end: number
  x: number
  y: number
  width: number
  height: number
}

/**
 * Many runs in two flat arrays, for the way between threads: a long document has a hundred thousand of them, and arrays
 * move where objects would be copied one by one.
 */
export type PackedRuns = {
  /** Three numbers a run: page, start, end. */
  spans: Uint32Array<ArrayBuffer>
  /** Four numbers a run: x, y, width, height. */
  boxes: Float64Array<ArrayBuffer>
}

export function packRuns(runs: readonly PageRun[]): PackedRuns {
  const spans = new Uint32Array(runs.length * 3)
  const boxes = new Float64Array(runs.length * 4)
  for (const [index, { page, start, end, x, y, width, height }] of runs.entries()) {
    spans.set([page, start, end], index * 3)
    boxes.set([x, y, width, height], index * 4)
  }
  return { spans, boxes }
}

export function unpackRuns({ spans, boxes }: PackedRuns): PageRun[] {
  return Array.from({ length: spans.length / 3 }, (_, index) => {
    const [page = 0, start = 0, end = 0] = spans.subarray(index * 3, index * 3 + 3)
    const [x = 0, y = 0, width = 0, height = 0] = boxes.subarray(index * 4, index * 4 + 4)
    return { page, start, end, x, y, width, height }
  })
}
