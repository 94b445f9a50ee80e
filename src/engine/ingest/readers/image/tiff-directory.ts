/** A page of a TIFF file, or the properties of a photograph in EXIF, which are laid out alike (TIFF 6.0, section 2). */
export type TiffDirectory = {
  /** Where it begins in the file. */
  offset: number
  /** Pixels; 0 when it does not tell. */
  width: number
  height: number
  dotsPerInch: number | null
  /** Texts by their tag. */
  texts: ReadonlyMap<number, string>
  /** Offset of the directory with the tags that only EXIF has. */
  exif: number | null
}

const mostPages = 10_000
const mostEntries = 1_000
const tags = { width: 0x100, height: 0x101, resolution: 0x11a, resolutionUnit: 0x128, exif: 0x8769 } as const

/** The directories of a TIFF file in order. Throws a RangeError when one reaches beyond the file or they form a loop. */
export function readDirectories(bytes: Uint8Array): TiffDirectory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = view.getUint8(0) === 0x49
  const directories: TiffDirectory[] = []
  const seen = new Set<number>()
  for (let offset = view.getUint32(4, little); offset !== 0; ) {
    if (seen.has(offset) || seen.size >= mostPages) throw new RangeError('directories in a loop')
    seen.add(offset)
    directories.push(readDirectory(view, offset, little))
    offset = view.getUint32(offset + 2 + view.getUint16(offset, little) * 12, little)
  }
  if (directories.length === 0) throw new RangeError('no directory')
  return directories
}

export function readDirectory(view: DataView, offset: number, little: boolean): TiffDirectory {
  const numbers = new Map<number, number>()
  const texts = new Map<number, string>()
  const count = Math.min(view.getUint16(offset, little), mostEntries)
  for (let index = 0; index < count; index++) {
    const at = offset + 2 + index * 12
    const tag = view.getUint16(at, little)
    const type = view.getUint16(at + 2, little)
    const values = view.getUint32(at + 4, little)
    if (type === 2) texts.set(tag, readText(view, values <= 4 ? at + 8 : view.getUint32(at + 8, little), values))
    else if (type === 3) numbers.set(tag, view.getUint16(at + 8, little))
    else if (type === 4) numbers.set(tag, view.getUint32(at + 8, little))
    else if (type === 5) numbers.set(tag, readRatio(view, view.getUint32(at + 8, little), little))
  }
  return {
    offset,
    width: numbers.get(tags.width) ?? 0,
    height: numbers.get(tags.height) ?? 0,
    dotsPerInch: resolution(numbers),
    texts,
    exif: numbers.get(tags.exif) ?? null,
  }
}

function readText(view: DataView, start: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, Math.min(length, 2_000))
  return Buffer.from(bytes).toString('utf8').replace(/\0.*$/s, '').trim()
}

function readRatio(view: DataView, start: number, little: boolean): number {
  return view.getUint32(start, little) / view.getUint32(start + 4, little)
}

/** Unit 3 is the centimetre, 2, which also goes without saying, the inch. */
function resolution(numbers: ReadonlyMap<number, number>): number | null {
  const value = numbers.get(tags.resolution)
  if (value === undefined || !Number.isFinite(value) || value <= 1) return null
  return numbers.get(tags.resolutionUnit) === 3 ? value * 2.54 : value
}
