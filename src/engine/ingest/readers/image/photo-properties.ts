import type { PictureFormat } from './picture-size.ts'
import { readDirectory } from './tiff-directory.ts'

const tags = {
  description: 0x10e,
  make: 0x10f,
  model: 0x110,
  software: 0x131,
  changed: 0x132,
  artist: 0x13b,
  taken: 0x9003,
}

/** What a photograph or scan says of itself in EXIF, by the names of `Metadata`; empty without it or when it is damaged. */
export function photoProperties(bytes: Uint8Array<ArrayBuffer>, format: PictureFormat): Record<string, string | null> {
  const block = format === 'tiff' ? bytes : exifBlock(bytes)
  if (block === null) return {}
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  try {
    const little = view.getUint8(0) === 0x49
    const main = readDirectory(view, view.getUint32(4, little), little)
    const more = main.exif === null ? null : readDirectory(view, main.exif, little)
    const device = [main.texts.get(tags.make), main.texts.get(tags.model)].filter(Boolean).join(' ')
    return {
      author: main.texts.get(tags.artist) ?? null,
      subject: main.texts.get(tags.description) ?? null,
      creator: device || (main.texts.get(tags.software) ?? null),
      created: toIsoTime(more?.texts.get(tags.taken)),
      modified: toIsoTime(main.texts.get(tags.changed)),
    }
  } catch (error) {
    // The picture is read without them.
    if (error instanceof RangeError) return {}
    throw error
  }
}

/** All formats that carry EXIF keep it near their head behind its name, or as a chunk of its own. */
function exifBlock(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 262_144))
  const at = head.indexOf('Exif\0\0')
  if (at !== -1) return bytes.subarray(at + 6)
  const chunk = Math.max(head.indexOf('eXIfII*\0'), head.indexOf('eXIfMM\0*'))
  return chunk === -1 ? null : bytes.subarray(chunk + 4)
}

/** EXIF's `2024:05:31 17:02:11` has no zone; it is told as it stands. */
function toIsoTime(time: string | undefined): string | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(time ?? '')
  return match === null ? null : `${match[1]}-${match[2]}-${match[3]}T${match[4]}`
}
