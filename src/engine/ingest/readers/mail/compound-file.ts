/** What ends a chain of sectors, and what stands for no entry of the directory, [MS-CFB] 2.1 and 2.6.1. */
const endOfChain = -2
const noEntry = -1

const smallSector = 64
/** Shorter streams are kept in small sectors. */
const leastInSectors = 4_096
const entryBytes = 128
const sectorsInHeader = 109

const storage = 1
const stream = 2
const root = 5

/** A table that says of each sector which one follows it. */
type Sectors = {
  /** The sectors from one on, without any twice, and whether the chain ended as it should. */
  chain(start: number, most: number): { sectors: number[]; ended: boolean }
  /** Makes a sector the last one of its chain. */
  end(sector: number): void
}

/**
 * Mends a compound file, [MS-CFB], in place, so that whoever follows its chains of sectors and its tree comes to an end and
 * takes no more memory than the file has: what leads in circles or out of the file is cut. Tells whether anything was.
 */
export function mendCompoundFile(bytes: Uint8Array): boolean {
  const file = new CompoundFile(bytes)
  return file.mend()
}

class CompoundFile {
  readonly #view: DataView
  readonly #sectorBytes: number
  #mended = false

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#sectorBytes = bytes[30] === 12 ? 4_096 : 512
  }

  mend(): boolean {
    if (this.#view.byteLength < 512) return false
    for (const count of [44, 64, 72]) this.#limit(count, this.#sectorCount)
    const big = this.#tableOf(this.#listTable(), (sector) => this.#offsetOf(sector) < this.#view.byteLength)
    const small = this.#tableOf(this.#whole(big, this.#int(60)), () => true)
    const entries = this.#whole(big, this.#int(48)).flatMap((sector) => this.#entriesOf(sector))
    const first = entries[0]
    if (first !== undefined) this.#whole(big, this.#int(first + 116))
    this.#mendTree(entries)
    this.#mendStreams(entries, { big, small })
    return this.#mended
  }

  get #sectorCount(): number {
    return Math.ceil(this.#view.byteLength / this.#sectorBytes)
  }

  #int(at: number): number {
    return at >= 0 && at + 4 <= this.#view.byteLength ? this.#view.getInt32(at, true) : endOfChain
  }

  #put(at: number, value: number): void {
    this.#view.setInt32(at, value, true)
    this.#mended = true
  }

  #limit(at: number, most: number): void {
    const value = this.#int(at)
    if (value < 0 || value > most) this.#put(at, most)
  }

  #offsetOf(sector: number): number {
    return (sector + 1) * this.#sectorBytes
  }

  /** The sectors that hold the table: the first ones are named in the header, the others in sectors of their own. */
  #listTable(): number[] {
    const count = this.#int(44)
    const listed = Array.from({ length: Math.min(count, sectorsInHeader) }, (_, index) => this.#int(76 + index * 4))
    const perSector = this.#sectorBytes / 4 - 1
    let next = this.#int(68)
    for (let round = 0; round < this.#int(72) && next >= 0 && listed.length < count; round++) {
      const from = this.#offsetOf(next)
      for (let index = 0; index < perSector && listed.length < count; index++) listed.push(this.#int(from + index * 4))
      next = this.#int(from + perSector * 4)
    }
    return listed
  }

  #tableOf(tableSectors: readonly number[], isThere: (sector: number) => boolean): Sectors {
    const perSector = this.#sectorBytes / 4
    const placeOf = (sector: number): number => {
      const part = tableSectors[Math.floor(sector / perSector)]
      return part === undefined || part < 0 ? -1 : this.#offsetOf(part) + (sector % perSector) * 4
    }
    return {
      chain: (start, most) => {
        const seen = new Set<number>()
        let next = start
        while (next >= 0 && seen.size < most && !seen.has(next) && placeOf(next) >= 0 && isThere(next)) {
          seen.add(next)
          next = this.#int(placeOf(next))
        }
        return { sectors: [...seen], ended: next === endOfChain || next === noEntry }
      },
      end: (sector) => {
        const place = placeOf(sector)
        if (place >= 0 && place + 4 <= this.#view.byteLength) this.#put(place, endOfChain)
      },
    }
  }

  /** All of a chain, which is cut before it comes back to itself or leaves the table. */
  #whole(table: Sectors, start: number): number[] {
    const { sectors, ended } = table.chain(start, this.#sectorCount)
    const last = sectors.at(-1)
    if (!ended && last !== undefined) table.end(last)
    return sectors
  }

  /** Where the entries stand that a sector of the directory holds. */
  #entriesOf(sector: number): number[] {
    const from = this.#offsetOf(sector)
    const places = Array.from({ length: this.#sectorBytes / entryBytes }, (_, index) => from + index * entryBytes)
    return places.filter((place) => place + entryBytes <= this.#view.byteLength)
  }

  /** Each entry hangs at one place of the tree: what leads to one a second time, or to none, leads nowhere. */
  #mendTree(entries: readonly number[]): void {
    const seen = new Set([0])
    const open = [0]
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const entry = entries[index]
      if (entry === undefined) continue
      for (const link of this.#linksOf(entry)) {
        const target = this.#int(link)
        if (target === noEntry) continue
        const isSound = target >= 0 && target < entries.length && !seen.has(target)
        if (!isSound) this.#put(link, noEntry)
        else {
          seen.add(target)
          open.push(target)
        }
      }
    }
  }

  #linksOf(entry: number): number[] {
    const type = this.#view.getUint8(entry + 66)
    if (type === root) return [entry + 76]
    if (type === storage) return [entry + 68, entry + 72, entry + 76]
    return type === stream ? [entry + 68, entry + 72] : []
  }

  /** A stream is as long as its chain, and all together are no longer than the file. */
  #mendStreams(entries: readonly number[], { big, small }: { big: Sectors; small: Sectors }): void {
    let left = this.#view.byteLength
    for (const entry of entries) {
      if (this.#view.getUint8(entry + 66) !== stream) continue
      const [start, size] = [this.#int(entry + 116), this.#int(entry + 120)]
      if (size === 0) continue
      const isSmall = size < leastInSectors
      const [table, bytes] = isSmall ? [small, smallSector] : [big, this.#sectorBytes]
      const needed = Math.ceil(size / bytes)
      const isPossible = size > 0 && size <= left
      const { sectors, ended } = isPossible ? table.chain(start, needed) : { sectors: [], ended: true }
      const there = this.#lengthOf(size, sectors.length * bytes)
      if (there !== size) this.#put(entry + 120, there)
      // Readers follow the chain of a short stream to its end, however short the stream.
      const last = sectors.at(-1)
      if (isSmall && !ended && last !== undefined) table.end(last)
      left -= there
    }
  }

  /** A long stream that is cut to less than the shortest long one would be looked for among the short ones. */
  #lengthOf(size: number, there: number): number {
    if (there >= size) return size
    return size >= leastInSectors && there < leastInSectors ? 0 : there
  }
}
