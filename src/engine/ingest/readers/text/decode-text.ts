import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import iconv from 'iconv-lite'

export type DecodedText = {
  text: string
  encoding: string
  /** Some bytes meant nothing in that encoding and became U+FFFD. */
  lossy: boolean
}

const sampleBytes = 65_536

const byteOrderMarks: { mark: number[]; encoding: string }[] = [
  { mark: [0xff, 0xfe, 0, 0], encoding: 'utf-32le' },
  { mark: [0, 0, 0xfe, 0xff], encoding: 'utf-32be' },
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
]

/**
 * Text of unknown encoding: byte order mark, then `declared` (what the format says of itself), then UTF-8 if it is valid,
 * UTF-16 by the pattern of its zero bytes, and last a guess from the frequency of letters. Null means not text at all.
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): DecodedText | null {
  const marked = byteOrderMarks.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))
  if (marked) return decodeAs(bytes.subarray(marked.mark.length), marked.encoding)
  if (declared !== null && iconv.encodingExists(declared)) {
    const decoded = decodeAs(bytes, declared)
    // Pages that claim UTF-8 and are not are common: then the bytes know better than the claim.
    if (!decoded.lossy && !looksBinary(decoded.text)) return decoded
  }
  const utf8 = decodeAs(bytes, 'utf-8')
  if (!utf8.lossy) {
    const wide = guessUtf16(bytes)
    if (wide !== null) return decodeAs(bytes, wide)
    return looksBinary(utf8.text) ? null : utf8
  }
  return decodeGuessed(bytes, utf8)
}

function decodeGuessed(bytes: Uint8Array, utf8: DecodedText): DecodedText | null {
  const wide = guessUtf16(bytes)
  if (wide !== null) {
    const decoded = decodeAs(bytes, wide)
    return looksBinary(decoded.text) ? null : decoded
  }
  if (looksBinary(utf8.text)) return null
  if (isMostlyUtf8(utf8.text)) return utf8
  const guess = chardet.detect(bytes.subarray(0, sampleBytes))
  const encoding = guess !== null && iconv.encodingExists(guess) ? guess : 'windows-1252'
  const decoded = decodeAs(bytes, encoding)
  return looksBinary(decoded.text) ? null : decoded
}

function decodeAs(bytes: Uint8Array, encoding: string): DecodedText {
  if (encoding.toLowerCase().replace('-', '') === 'utf8') {
    return { text: new TextDecoder('utf-8').decode(bytes), encoding, lossy: !isUtf8(bytes) }
  }
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding)
  return { text, encoding, lossy: text.includes('\ufffd') }
}

/** A file that lost a few bytes is still UTF-8: at least ten good characters beyond ASCII for each bad one. */
function isMostlyUtf8(text: string): boolean {
  const bad = countMatches(text, /\ufffd/g)
  return countMatches(text, /[^\0-\x7f\ufffd]/g) >= bad * 10
}

/** Western text in UTF-16 without a mark has a zero in every other byte; null when it has not. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, sampleBytes)
  if (sample.length < 4) return null
  let even = 0
  let odd = 0
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue
    if (index % 2 === 0) even++
    else odd++
  }
  const half = sample.length / 2
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be'
  return null
}

/** More than one character in fifty, and not just a few, is a control character that no text holds. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, sampleBytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it counts
  return countMatches(sample, /[\0-\x06\x0e-\x1a\x1c-\x1f\x7f]/g) > 4 + sample.length / 50
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0
  for (const _ of text.matchAll(pattern)) count++
  return count
}
