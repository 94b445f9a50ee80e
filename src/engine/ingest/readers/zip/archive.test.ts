import { describe, expect, test } from 'vitest'
import { type ZipEntry, zip } from '../../../../../test/support/zip.ts'
import { ReadRefusal } from '../reader.ts'
import { type Archive, documentLimits, openArchive } from './archive.ts'

const long = 'abcdefghij'.repeat(20_000)

function textOf(archive: Archive, name: string): { whole: string; streamed: string } {
  const entry = archive.find(name)
  if (entry === undefined) throw new Error(`no ${name}`)
  const pieces = [...archive.stream(entry)].map((piece) => Buffer.from(piece))
  return { whole: Buffer.from(archive.read(entry)).toString(), streamed: Buffer.concat(pieces).toString() }
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof ReadRefusal) return error.code
    throw error
  }
  return 'none'
}

/** Changes a field of the first entry in the directory. */
function patched(entries: ZipEntry[], { at, value }: { at: number; value: number }): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(zip(entries))
  bytes.writeUInt16LE(value, bytes.indexOf('PK\x01\x02', 0, 'latin1') + at)
  return new Uint8Array(bytes)
}

describe('archives', () => {
  test('an entry is the same unpacked at once and piece by piece, and found in any case', () => {
    const archive = openArchive(zip([{ name: 'Word/Document.xml', data: long }]))
    expect(textOf(archive, 'word/document.XML')).toEqual({ whole: long, streamed: long })
  })

  test('LIB-2.zip-bomb: a size that lies, entries beyond the limit and too much in all are refused', () => {
    const lying = openArchive(zip([{ name: 'a', data: long, declaredSize: 100 }]))
    const crowd = zip(Array.from({ length: 4 }, (_, index) => ({ name: `${index}`, data: 'x' })))
    const codes = [
      codeOf(() => textOf(lying, 'a')),
      codeOf(() => [...lying.stream(lying.entries[0] ?? expect.fail())]),
      codeOf(() => openArchive(crowd, { ...documentLimits, entries: 3 })),
      codeOf(() => openArchive(zip([{ name: 'a', data: 'x', declaredSize: 3_000_000_000 }]))),
    ]
    expect(codes).toEqual(['FILE_DAMAGED', 'FILE_DAMAGED', 'ARCHIVE_LIMIT', 'ARCHIVE_LIMIT'])
  })

  test('LIB-2.zip-bomb: entries that share the same packed bytes are refused', () => {
    const two = Buffer.from(
      zip([
        { name: 'a', data: long },
        { name: 'b', data: long },
      ]),
    )
    const second = two.lastIndexOf('PK\x01\x02', undefined, 'latin1')
    two.writeUInt32LE(0, second + 42)
    expect(codeOf(() => openArchive(new Uint8Array(two)))).toBe('ARCHIVE_LIMIT')
  })

  test('LIB-2.truncated: a byte that changed inside an entry is noticed', () => {
    const bytes = zip([
      { name: 'a', data: Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 7919) % 251)) },
    ])
    bytes[60] = 255 - (bytes[60] ?? 0)
    expect(codeOf(() => textOf(openArchive(bytes), 'a'))).toBe('FILE_DAMAGED')
  })

  test('LIB-2.encrypted: an entry with a password, and one packed in a way that is not known', () => {
    const entries = [{ name: 'a', data: 'text' }]
    expect(codeOf(() => textOf(openArchive(patched(entries, { at: 8, value: 1 })), 'a'))).toBe('FILE_ENCRYPTED')
    expect(codeOf(() => textOf(openArchive(patched(entries, { at: 10, value: 14 })), 'a'))).toBe(
      'FILE_TYPE_UNSUPPORTED',
    )
  })
})
