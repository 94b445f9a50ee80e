/** What the window holds at first, [MS-OXRTFCP] 2.1.2.1. */
const prelude =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

const windowSize = 4_096
const headerSize = 16
const compressed = 0x75465a4c
const uncompressed = 0x414c454d
const longestText = 100_000_000

/**
 * Unpacks the RTF of an Outlook message, [MS-OXRTFCP]. Throws RangeError at data that ends too early or is none; what is
 * longer than 100 MB is cut.
 */
export function unpackRtf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = source.readUInt32LE(8)
  const size = Math.min(source.readUInt32LE(4), longestText)
  if (kind === uncompressed) return new Uint8Array(source.subarray(headerSize, headerSize + size))
  if (kind !== compressed) throw new RangeError('no compressed RTF')
  return inflate(source, Math.min(source.length, source.readUInt32LE(0) + 4))
}

/** Runs of eight pieces, each a letter or a copy out of the window of the last 4,096 letters. */
function inflate(source: Buffer, end: number): Uint8Array<ArrayBuffer> {
  const window = new Uint8Array(windowSize)
  window.set(Buffer.from(prelude, 'latin1'))
  let writing = prelude.length
  const text: number[] = []
  const put = (byte: number) => {
    text.push(byte)
    window[writing] = byte
    writing = (writing + 1) % windowSize
  }
  for (let at = headerSize; at < end; ) {
    const control = source.readUInt8(at++)
    for (let bit = 0; bit < 8 && at < end; bit++) {
      if (((control >> bit) & 1) === 0) {
        put(source.readUInt8(at++))
        continue
      }
      const reference = source.readUInt16BE(at)
      at += 2
      const from = reference >> 4
      // A copy from the place that is written next is the end.
      if (from === writing || text.length > longestText) return Uint8Array.from(text)
      for (let index = 0; index < (reference & 15) + 2; index++) put(window[(from + index) % windowSize] ?? 0)
    }
  }
  return Uint8Array.from(text)
}
