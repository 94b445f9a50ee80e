/** A piece of text that stands in one place: its span, its page, and its box in parts (0 to 1) from the top left. */
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
 * Many runs in two flat arrays, because a long document has hundreds of thousands of them and they cross threads and go
 * to disk: 28 bytes a run, moved without copying. In order of `start`, so also in order of page.
 */
export type PageRuns = {
  /** Three numbers a run: page, start, end. */
  spans: Uint32Array<ArrayBuffer>
  /** Four numbers a run: x, y, width, height. */
  boxes: Float32Array<ArrayBuffer>
}

export function packRuns(runs: readonly PageRun[]): PageRuns {
  const spans = new Uint32Array(runs.length * 3)
  const boxes = new Float32Array(runs.length * 4)
  for (const [index, run] of runs.entries()) {
    spans.set([run.page, run.start, run.end], index * 3)
    boxes.set([run.x, run.y, run.width, run.height], index * 4)
  }
  return { spans, boxes }
}

export function countRuns(runs: PageRuns): number {
  return runs.spans.length / 3
}

/** The run at `index`; throws a RangeError outside of 0 to `countRuns(runs) - 1`. */
export function runAt(runs: PageRuns, index: number): PageRun {
  const [page, start, end] = runs.spans.subarray(index * 3, index * 3 + 3)
  const [x, y, width, height] = runs.boxes.subarray(index * 4, index * 4 + 4)
  if (page === undefined || start === undefined || end === undefined) throw new RangeError(`no run ${index}`)
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    throw new RangeError(`run ${index} has no box`)
  }
  return { page, start, end, x, y, width, height }
}

/** The runs that share a character with the half-open span, by binary search. */
export function runsWithin(runs: PageRuns, start: number, end: number): PageRun[] {
  let low = 0
  let high = countRuns(runs)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (runAt(runs, middle).end <= start) low = middle + 1
    else high = middle
  }
  const found: PageRun[] = []
  for (let index = low; index < countRuns(runs); index++) {
    const run = runAt(runs, index)
    if (run.start >= end) break
    found.push(run)
  }
  return found
}
