import { BitStream } from './bit-stream.ts'

/** Values by the length of their code and the code, whose first bit is the highest. */
type CodeTree = Map<number, number>[]

/**
 * Unpacks what PKZIP 1 packed by its method 6, “implode” (APPNOTE 5.3): copies from a sliding window and Shannon-Fano codes.
 * `flags` are the general purpose bits of the entry. Throws RangeError at data that ends too early or makes no sense.
 */
export function explode(packed: Uint8Array, size: number, flags: number): Uint8Array<ArrayBuffer> {
  const bits = new BitStream(packed)
  const lowBits = flags & 2 ? 7 : 6
  const literals = flags & 4 ? readTree(bits, 256) : null
  const lengths = readTree(bits, 64)
  const distances = readTree(bits, 64)
  const shortest = literals === null ? 2 : 3
  const unpacked = new Uint8Array(size)
  let filled = 0
  while (filled < size) {
    if (bits.read(1) === 1) {
      unpacked[filled++] = literals === null ? bits.read(8) : decode(bits, literals)
      continue
    }
    const low = bits.read(lowBits)
    const distance = (decode(bits, distances) << lowBits) + low + 1
    const coded = decode(bits, lengths)
    const length = coded + shortest + (coded === 63 ? bits.read(8) : 0)
    // What would stand before the beginning is zero.
    for (const end = Math.min(filled + length, size); filled < end; filled++) {
      unpacked[filled] = unpacked[filled - distance] ?? 0
    }
  }
  return unpacked
}

const longestCode = 16

/** Lengths of the codes come in runs; the codes follow from them, the last value with the first code. */
function readTree(bits: BitStream, values: number): CodeTree {
  const lengths: number[] = []
  for (let runs = bits.read(8) + 1; runs > 0; runs--) {
    const length = bits.read(4) + 1
    const count = bits.read(4) + 1
    for (let index = 0; index < count; index++) lengths.push(length)
  }
  if (lengths.length !== values) throw new RangeError('a tree of another size')
  const ordered = lengths.map((length, value) => ({ length, value })).sort((one, other) => one.length - other.length)
  const tree: CodeTree = Array.from({ length: longestCode + 1 }, () => new Map())
  let code = 0
  for (const { length, value } of ordered.reverse()) {
    tree[length]?.set(code >>> (longestCode - length), value)
    code += 1 << (longestCode - length)
  }
  return tree
}

function decode(bits: BitStream, tree: CodeTree): number {
  let code = 0
  for (let length = 1; length <= longestCode; length++) {
    code = (code << 1) | bits.read(1)
    const value = tree[length]?.get(code)
    if (value !== undefined) return value
  }
  throw new RangeError('a code that the tree has not')
}
