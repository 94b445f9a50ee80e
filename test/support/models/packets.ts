/** A server-sent event. `end`: `\n`, `\r\n` or `\r`, which is how its lines end. */
export function sseEvent(data: unknown, options: { event?: string; end?: string; space?: string } = {}): string {
  const { event, end = '\n', space = ' ' } = options
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return `${event === undefined ? '' : `event:${space}${event}${end}`}data:${space}${text}${end}${end}`
}

/** The bytes of a text in packets of `size`, which cuts characters of several bytes in half. */
export function inPackets(text: string, size: number): Uint8Array[] {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}

/** The bytes of a text in packets that begin at these places (in bytes, any order, more than there are is well). */
export function cutAt(text: string, places: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text)
  const edges = [...new Set([0, ...places.map((place) => place % Math.max(1, bytes.length)), bytes.length])]
  edges.sort((first, second) => first - second)
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index], end))
}
