/** Protocol buffers, written by hand: the few wire types that model files need. A message is the bytes of its fields. */

const varintWire = 0
const bytesWire = 2
const float32Wire = 5

function varint(value: number | bigint): Buffer {
  const bytes: number[] = []
  // Negative numbers are written as 64 bits of two's complement.
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest === 0n ? low : low | 0x80)
  } while (rest !== 0n)
  return Buffer.from(bytes)
}

const key = (field: number, wire: number) => varint((field << 3) | wire)

export const integerField = (field: number, value: number | bigint) =>
  Buffer.concat([key(field, varintWire), varint(value)])

export function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return Buffer.concat([key(field, float32Wire), bytes])
}

/** Bytes, a text, or a message inside. */
export function bytesField(field: number, value: Uint8Array | string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([key(field, bytesWire), varint(bytes.length), bytes])
}
