import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { docx, paragraph } from './docx.ts'
import { type ZipEntry, zip } from './zip.ts'

/** Files made to take a reader down, each small on disk. */

/**
 * An archive whose directory lists one packed piece of zeros again and again: a few hundred kilobytes that unpack to
 * `entries` times `entryBytes`. With `declared`, the directory says that each entry is that small.
 */
export function zipBomb(options: {
  entries: number
  entryBytes: number
  declared?: number
  with?: readonly ZipEntry[]
}): Uint8Array<ArrayBuffer> {
  const zeros = Buffer.alloc(options.entryBytes)
  const packed = deflateRawSync(zeros, { level: 9 })
  const checksum = crc32(zeros)
  const honest = zip(options.with ?? [])
  const { locals, directory, count } = takeApart(honest)
  const name = (index: number) => Buffer.from(`bomb/${index}.xml`)
  const size = options.declared ?? options.entryBytes
  const fields = (nameLength: number) => {
    const bytes = Buffer.alloc(26)
    bytes.writeUInt16LE(20, 0)
    bytes.writeUInt16LE(8, 4)
    bytes.writeUInt32LE(checksum, 10)
    bytes.writeUInt32LE(packed.length, 14)
    bytes.writeUInt32LE(size, 18)
    bytes.writeUInt16LE(nameLength, 22)
    return bytes
  }
  const first = name(0)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields(first.length), first, packed])
  const listed = Array.from({ length: options.entries }, (_, index) => {
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(locals.length, 10)
    return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields(name(index).length), rest, name(index)])
  })
  const list = Buffer.concat([directory, ...listed])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count + options.entries, 8)
  end.writeUInt16LE(count + options.entries, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(locals.length + local.length, 16)
  return new Uint8Array(Buffer.concat([locals, local, list, end]))
}

function takeApart(archive: Uint8Array): { locals: Buffer; directory: Buffer; count: number } {
  const bytes = Buffer.from(archive)
  const end = bytes.length - 22
  const start = bytes.readUInt32LE(end + 16)
  return {
    locals: bytes.subarray(0, start),
    directory: bytes.subarray(start, end),
    count: bytes.readUInt16LE(end + 10),
  }
}

/** Archives inside one another, with a text at the very bottom. */
export function nestedZips(depth: number): Uint8Array<ArrayBuffer> {
  let bytes = zip([{ name: 'bottom.txt', data: 'You have reached the bottom of the archives.' }])
  for (let level = 1; level < depth; level++) bytes = zip([{ name: `level-${level}.zip`, data: bytes }])
  return bytes
}

const laughs = Array.from({ length: 10 }, (_, index) => {
  const inner = index === 0 ? 'lol' : `&l${index - 1};`.repeat(10)
  return `<!ENTITY l${index} "${inner}">`
}).join('')

/** Entities that unfold to ten thousand million laughs, and one that would read a file of this machine. */
export const billionLaughs = `<!DOCTYPE x [${laughs}]>`
export const externalEntity = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'

/** A Word document whose main part begins with a prolog of its own. */
export function docxWithProlog(prolog: string): Uint8Array<ArrayBuffer> {
  return docx(paragraph('&l9;'), { prolog })
}

function pdf(objects: readonly string[]): Uint8Array<ArrayBuffer> {
  let text = '%PDF-1.7\n'
  const offsets = objects.map((body, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** A page tree whose branch is its own child. */
export function pdfWithPageLoop(): Uint8Array<ArrayBuffer> {
  return pdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1000 >>',
    '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 500 >>',
  ])
}

/** Says that it has so many pages, and has one. */
export function pdfThatClaimsPages(claimed: number): Uint8Array<ArrayBuffer> {
  return pdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [3 0 R] /Count ${claimed} >>`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>',
  ])
}

/** A PNG of zeros whose header says how large a picture it unpacks to. */
export function imageBomb(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(Buffer.alloc(10_000_000), { level: 9 })
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array())]),
  )
}

/** Half characters in UTF-16, NULs, and bytes that are no UTF-8, with words between them. */
export function garbage(): { utf16: Uint8Array<ArrayBuffer>; utf8: Uint8Array<ArrayBuffer> } {
  const halves = Buffer.alloc(4_000)
  for (let index = 0; index < halves.length; index += 2) halves.writeUInt16LE(0xd800 + ((index * 37) % 0x800), index)
  const utf16 = Buffer.concat([
    Buffer.from([0xff, 0xfe]),
    Buffer.from('Before the halves. ', 'utf16le'),
    halves,
    Buffer.from(' After the halves.', 'utf16le'),
  ])
  const utf8 = Buffer.concat([
    Buffer.from('Words before the garbage. '),
    Buffer.from([0xed, 0xa0, 0x80, 0xc0, 0xaf, 0xff, 0xfe, 0xf8, 0x88, 0x80, 0x80, 0x80]),
    Buffer.from(' Words after the garbage.\n'),
  ])
  return { utf16: new Uint8Array(utf16), utf8: new Uint8Array(utf8) }
}
