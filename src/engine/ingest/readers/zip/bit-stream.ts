/** Reads numbers bit by bit, the lowest bit of each byte first. Throws RangeError behind the end. */
export class BitStream {
  readonly #bytes: Uint8Array
  #position = 0
  #bits = 0
  #available = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** At most 16 bits, of which the first is the lowest. */
  read(count: number): number {
    while (this.#available < count) {
      const byte = this.#bytes[this.#position++]
      if (byte === undefined) throw new RangeError('packed data ends too early')
      this.#bits |= byte << this.#available
      this.#available += 8
    }
    const value = this.#bits & ((1 << count) - 1)
    this.#bits >>>= count
    this.#available -= count
    return value
  }
}
