/** One value of ASN.1 as BER writes it (X.690): its content lies from `start` to `end`. */
type Value = { tag: number; start: number; end: number; next: number }

const signedData = '2a864886f70d010702'
const isConstructed = 0x20
const deepest = 32

/**
 * What a signature of the kind that packs its text inside (CMS SignedData, RFC 5652 5.1) was made over; null when the bytes
 * are no such signature, as when they are encrypted. The signature itself is not checked.
 */
export function signedContent(bytes: Uint8Array): Uint8Array | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const [kind, body] = inside(buffer, readValue(buffer, 0))
    if (kind === undefined || body === undefined || buffer.toString('hex', kind.start, kind.end) !== signedData)
      return null
    const [sequence] = inside(buffer, body)
    const [, , signed] = sequence ? inside(buffer, sequence) : []
    const [, wrapped] = signed ? inside(buffer, signed) : []
    const [octets] = wrapped ? inside(buffer, wrapped) : []
    return octets ? Buffer.concat(piecesOf(buffer, octets)) : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Throws RangeError where no value is. */
function readValue(buffer: Buffer, at: number, depth = 0): Value {
  const tag = buffer.readUInt8(at)
  if (depth > deepest || (tag & 0x1f) === 0x1f) throw new RangeError('no value that a signature has')
  const short = buffer.readUInt8(at + 1)
  if (short === 0x80) return readOpenValue(buffer, { tag, start: at + 2 }, depth)
  const bytes = short > 0x80 ? short & 0x7f : 0
  const length = bytes === 0 ? short : buffer.readUIntBE(at + 2, bytes)
  const start = at + 2 + bytes
  if (start + length > buffer.length) throw new RangeError('a value ends behind the end')
  return { tag, start, end: start + length, next: start + length }
}

/** A value without a length: two zeros end it. */
function readOpenValue(buffer: Buffer, { tag, start }: { tag: number; start: number }, depth: number): Value {
  let at = start
  while (buffer.readUInt16BE(at) !== 0) at = readValue(buffer, at, depth + 1).next
  return { tag, start, end: at, next: at + 2 }
}

function inside(buffer: Buffer, value: Value): Value[] {
  const values: Value[] = []
  for (let at = value.start; at < value.end; ) {
    const found = readValue(buffer, at)
    values.push(found)
    at = found.next
  }
  return values
}

/** Octets may come in pieces, and those in pieces again. */
function piecesOf(buffer: Buffer, value: Value, depth = 0): Buffer[] {
  if ((value.tag & isConstructed) === 0) return [buffer.subarray(value.start, value.end)]
  if (depth > deepest) throw new RangeError('pieces nested too deep')
  return inside(buffer, value).flatMap((piece) => piecesOf(buffer, piece, depth + 1))
}
