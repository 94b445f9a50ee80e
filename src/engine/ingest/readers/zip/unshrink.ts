import { BitStream } from './bit-stream.ts'

const control = 256
const firstCode = 257
const codes = 1 << 13
const longestBits = 13
const none = -1

/**
 * Unpacks what PKZIP 1 packed by its method 1, “shrink” (APPNOTE 5.1): LZW whose table is cleared of what nothing builds on.
 * Throws RangeError at data that ends too early or makes no sense.
 */
export function unshrink(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const bits = new BitStream(packed)
  const table = new CodeTable()
  const unpacked = new Uint8Array(size)
  let filled = 0
  let width = 9
  let previous = none
  while (filled < size) {
    const code = bits.read(width)
    if (code === control) {
      if (bits.read(width) === 2) table.clearPartly()
      else if (++width > longestBits) throw new RangeError('codes wider than any')
      continue
    }
    const text = table.textOf(code, previous)
    for (const byte of text) if (filled < size) unpacked[filled++] = byte
    if (previous !== none) table.add(previous, text[0] ?? 0)
    previous = code
  }
  return unpacked
}

class CodeTable {
  readonly #prefix = new Int16Array(codes).fill(none)
  readonly #suffix = new Uint8Array(codes)
  #last = firstCode - 1

  /** The text of a code. One that is not in the table yet is the one before it with its first letter again. */
  textOf(code: number, previous: number): number[] {
    if (code < control) return [code]
    if (this.#prefix[code] !== none) return this.#walk(code)
    if (previous === none) throw new RangeError('a code that is not in the table')
    const before = this.#walk(previous)
    return [...before, before[0] ?? 0]
  }

  /** Takes the next code that is free. */
  add(prefix: number, suffix: number): void {
    do this.#last++
    while (this.#last < codes && this.#prefix[this.#last] !== none)
    if (this.#last >= codes) throw new RangeError('more codes than there are')
    this.#prefix[this.#last] = prefix
    this.#suffix[this.#last] = suffix
  }

  /** Frees the codes that no other begins with. */
  clearPartly(): void {
    const used = new Set(this.#prefix.subarray(firstCode))
    for (let code = firstCode; code < codes; code++) if (!used.has(code)) this.#prefix[code] = none
    this.#last = firstCode - 1
  }

  #walk(code: number): number[] {
    const reversed: number[] = []
    for (let at = code; at >= control; at = this.#prefix[at] ?? none) {
      if (reversed.length > codes) throw new RangeError('codes in a circle')
      reversed.push(this.#suffix[at] ?? 0)
      code = this.#prefix[at] ?? none
    }
    return [...reversed, Math.max(0, code)].reverse()
  }
}
