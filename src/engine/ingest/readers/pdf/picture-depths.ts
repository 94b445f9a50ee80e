/** Bits a component, deeper than any picture is; ISO 32000-2, table 87, ends at 16. */
const deepest = 32

const names = ['/BitsPerComponent', '/BPC']
/** A number as it stands in the dictionary, not the reference to one. */
const value = /^\s+([^\s/<>[\]()%]+)(?!\s+\d+\s+R\b)/
/** Bytes that white space and an absurd number take. */
const span = 200

/**
 * Writes zero over absurd depths of pictures, in place: pdf.js collects as many bits for each component as are declared,
 * which a number of twenty digits makes for ever. It refuses a depth of zero, so the picture is left out and the rest of
 * the document is read.
 */
export function dropAbsurdDepths(bytes: Uint8Array<ArrayBuffer>): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const name of names) {
    for (let at = file.indexOf(name); at !== -1; at = file.indexOf(name, at + name.length)) {
      const start = at + name.length
      const [all, depth] = value.exec(file.toString('latin1', start, start + span)) ?? []
      if (all === undefined || depth === undefined || Number(depth) <= deepest) continue
      if (describesStream(file, start)) file.fill('0', start + all.length - depth.length, start + all.length)
    }
  }
}

/** Only what stands before a stream describes it; the same words in a stream or a string are somebody's text. */
function describesStream(file: Buffer, at: number): boolean {
  const stream = file.indexOf('stream', at)
  const end = file.indexOf('endobj', at)
  return stream !== -1 && (end === -1 || stream < end) && file.toString('latin1', stream - 3, stream) !== 'end'
}
