import { isUtf8 } from 'node:buffer'
import { decodeText } from '../text/decode-text.ts'

const lineFeed = 10
const space = 32

/**
 * A message as its parser understands it: its bytes beyond ASCII in UTF-8 where the message does not say what they are.
 * Senders of before MIME wrote them plainly.
 */
export function unifyCharsets(message: Uint8Array): Uint8Array {
  if (isUtf8(message)) return message
  const buffer = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  const bodyStart = endOfHeader(buffer)
  const declared = /charset\s*=\s*"?([\w.:-]+)/i.exec(buffer.toString('latin1'))?.[1] ?? null
  if (declared === null) return asUtf8(message, null)
  const header = message.subarray(0, bodyStart)
  // The body's parts are decoded by what each says of itself.
  return isUtf8(header) ? message : Buffer.concat([asUtf8(header, declared), message.subarray(bodyStart)])
}

function endOfHeader(message: Buffer): number {
  for (let end = message.indexOf(lineFeed); end !== -1; end = message.indexOf(lineFeed, end + 1)) {
    if (message[end + 1] === lineFeed || (message[end + 1] === 13 && message[end + 2] === lineFeed)) return end + 1
  }
  return message.length
}

function asUtf8(bytes: Uint8Array, declared: string | null): Uint8Array {
  const decoded = decodeText(bytes, declared)
  return decoded === null ? bytes : new TextEncoder().encode(decoded.text)
}

/** A saved message without a byte order mark and the empty lines that some programs write before its header. */
export function withoutLead(file: Uint8Array): Uint8Array {
  let start = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf ? 3 : 0
  while (start < file.length && (file[start] ?? 0) <= space) start++
  return file.subarray(start)
}
