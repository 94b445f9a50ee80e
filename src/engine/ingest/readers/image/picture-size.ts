import { readDirectories } from './tiff-directory.ts'

export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'avif' | 'tiff'
export type PictureSize = { width: number; height: number }

/** Lengths of the heads that bitmaps have had since OS/2. */
const bitmapHeads = new Set([12, 40, 52, 56, 64, 108, 124])

/** The format by its first bytes; null when it is no picture that Diwan reads. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | null {
  const head = latin1(bytes, 0, 32)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp'
  if (head.slice(4, 8) === 'ftyp' && /avi[fs]/.test(head.slice(8))) return 'avif'
  if (head.startsWith('BM') && bitmapHeads.has(bytes[14] ?? 0) && head.slice(15, 18) === '\0\0\0') return 'bmp'
  if (/^(?:II\*\0|MM\0\*)/.test(head)) return 'tiff'
  return null
}

/**
 * Width and height in pixels as the head of the file tells them, so that nothing has to be decoded to know that it would
 * not fit; null when the head is damaged. Of a TIFF the largest page.
 */
export function pictureSize(bytes: Uint8Array, format: PictureFormat): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = sizeReaders[format](view, bytes)
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    // The head ends before what it should hold.
    if (error instanceof RangeError) return null
    throw error
  }
}

type SizeReader = (view: DataView, bytes: Uint8Array) => PictureSize | null

const sizeReaders: Record<PictureFormat, SizeReader> = {
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  bmp: (view) =>
    view.getUint32(14, true) === 12
      ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
      : { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) },
  webp: webpSize,
  avif: avifSize,
  jpeg: jpegSize,
  tiff: (_view, bytes) =>
    readDirectories(bytes)
      .map(({ width, height }) => ({ width, height }))
      .reduce((largest, next) => (next.width * next.height > largest.width * largest.height ? next : largest)),
}

/** RFC 9649: lossy, lossless and extended files keep their size in different places. */
function webpSize(view: DataView, bytes: Uint8Array): PictureSize | null {
  switch (latin1(bytes, 12, 16)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(27, true) & 0xffffff) + 1 }
    default:
      return null
  }
}

/** The largest of the boxes that tell an item's size (ISO/IEC 23008-12, 6.5.3): thumbnails and tiles have one too. */
function avifSize(view: DataView, bytes: Uint8Array): PictureSize | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536))
  let largest: PictureSize | null = null
  for (let at = head.indexOf('ispe'); at !== -1; at = head.indexOf('ispe', at + 4)) {
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}

/** Walks the segments to the first start of frame (ITU-T T.81, B.2.2). */
function jpegSize(view: DataView): PictureSize | null {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    const standsAlone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    at += marker === 0xff ? 1 : standsAlone ? 2 : 2 + view.getUint16(at + 2)
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1')
}
