/** A row of a part and its cosine with what is looked for. */
export type Match = { row: number; similarity: number }

/** Keeps the most similar of many candidates in a heap whose root is the worst of them. */
export type Nearest<Item extends { similarity: number }> = {
  /** What a candidate must exceed to be kept; -Infinity until there are enough. */
  floor(): number
  add(item: Item): void
  /** The kept ones, the most similar first. */
  sorted(): Item[]
}

export function createNearest<Item extends { similarity: number }>(limit: number): Nearest<Item> {
  const heap: Item[] = []
  const at = (place: number) => heap[place]?.similarity ?? Number.POSITIVE_INFINITY

  function swap(left: number, right: number): void {
    const [one, other] = [heap[left], heap[right]]
    if (one === undefined || other === undefined) return
    heap[left] = other
    heap[right] = one
  }

  function rise(): void {
    for (let place = heap.length - 1; place > 0; ) {
      const parent = (place - 1) >> 1
      if (at(parent) <= at(place)) return
      swap(parent, place)
      place = parent
    }
  }

  function sink(): void {
    for (let place = 0; ; ) {
      const left = 2 * place + 1
      const smaller = at(left + 1) < at(left) ? left + 1 : left
      if (smaller >= heap.length || at(place) <= at(smaller)) return
      swap(place, smaller)
      place = smaller
    }
  }

  const floor = () => (heap.length < limit ? Number.NEGATIVE_INFINITY : at(0))
  return {
    floor,
    add(item) {
      if (item.similarity <= floor()) return
      if (heap.length < limit) {
        heap.push(item)
        rise()
        return
      }
      heap[0] = item
      sink()
    },
    sorted: () => [...heap].sort((left, right) => right.similarity - left.similarity),
  }
}
