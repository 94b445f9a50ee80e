import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { describe, expect, test, vi } from 'vitest'
import { english } from '../../../../test/support/fixture-texts.ts'
import { bitmap, tiff } from '../../../../test/support/pictures.ts'
import { refusalOf } from '../../../../test/support/reading.ts'
import { locateSpan } from '../../../domain/locate-span.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'
import { readDocument } from '../reading/read-document.ts'

const scans = join(import.meta.dirname, '../../../../test/fixtures/scans')
const png = readFileSync(join(scans, 'english.png'))
const jpeg = readFileSync(join(scans, 'english.jpg'))

function read(name: string, bytes: Uint8Array): Promise<ExtractedDocument> {
  const context = { ocr: { languages: ['eng' as const] }, recognised: () => undefined }
  return readDocument({ name, bytes: new Uint8Array(bytes) }, context)
}

async function drawn() {
  const image = await loadImage(png)
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext('2d').drawImage(image, 0, 0)
  return canvas
}

/** A picture of one colour, well packed. */
function plainPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The JPEG with EXIF that says the camera lay on its side, who took it and when. */
function photo(): Buffer {
  const text = (value: string) => Buffer.from(`${value}\0`)
  const [artist, time] = [text('Ada Quill'), text('2024:05:31 17:02:11')]
  const directory = Buffer.alloc(2 + 3 * 12 + 4)
  directory.writeUInt16BE(3)
  const after = 8 + directory.length
  const entries = [
    [0x112, 3, 1, 6 << 16],
    [0x132, 2, time.length, after],
    [0x13b, 2, artist.length, after + time.length],
  ] as const
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    directory.writeUInt16BE(tag, 2 + index * 12)
    directory.writeUInt16BE(type, 4 + index * 12)
    directory.writeUInt32BE(count, 6 + index * 12)
    directory.writeUInt32BE(value, 10 + index * 12)
  }
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), directory, time, artist])
  const marker = Buffer.from([0xff, 0xe1, 0, 0])
  marker.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)])
}

// Tesseract takes seconds a page where other work goes on beside it.
vi.setConfig({ testTimeout: 90_000 })

describe('LIB-1.image: pictures', () => {
  const encoded: Record<string, () => Promise<Uint8Array>> = {
    png: async () => png,
    jpg: async () => jpeg,
    webp: async () => (await drawn()).encode('webp'),
    avif: async () => (await drawn()).encode('avif'),
    gif: async () => (await drawn()).encode('gif'),
    bmp: async () => bitmap(await drawn()),
  }
  for (const [extension, encode] of Object.entries(encoded)) {
    test(`${extension}: its text, whatever its name`, async () => {
      const document = await read('misnamed.txt', await encode())
      expect(document.type).toBe('image')
      expect(document.pages?.length).toBe(1)
      for (const phrase of ['harbour of Calder', '640 metres long', '12 shillings each'])
        expect(document.text).toContain(phrase)
      expect(document.ocrPages).toEqual([{ page: 1, confidence: expect.closeTo(95, -1) }])
    })
  }

  test('LIB-6.span: words are highlighted where they stand', async () => {
    const document = await read('a.png', png)
    const start = document.text.indexOf('Calder')
    const [box] = locateSpan(document, { start, end: start + 6 }).boxes
    expect(box?.x).toBeCloseTo(333 / 1166, 2)
    expect(box?.y).toBeCloseTo(149 / 827, 2)
    expect(box?.width).toBeCloseTo(80 / 1166, 2)
  })

  test('tiff: every page', async () => {
    const document = await read('fax.tif', tiff(await drawn(), 2))
    expect(document.pages?.map(({ number }) => number)).toEqual([1, 2])
    expect(document.text.match(/harbour of Calder/g)).toHaveLength(2)
    expect(document.ocrPages?.map(({ page }) => page)).toEqual([1, 2])
  })

  test('a photo that was taken on its side is read, and says who took it when', async () => {
    const document = await read('photo.jpg', photo())
    expect(document.text).toContain(english[1])
    expect(document.properties).toMatchObject({ author: 'Ada Quill', modified: '2024-05-31T17:02:11' })
  })
})

describe('what is wrong with a picture', () => {
  test('LIB-2.zip-bomb: thirty thousand pixels square are refused by what the head says', async () => {
    const bomb = plainPng(30_000, 30_000)
    expect(bomb.length).toBeLessThan(200_000)
    const before = process.memoryUsage().rss
    expect(await refusalOf(read('bomb.png', bomb))).toBe('ARCHIVE_LIMIT')
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('LIB-2.typed-error: no text, no pixels, no pages, no language', async () => {
    expect(await refusalOf(read('blank.png', plainPng(300, 200)))).toBe('FILE_NO_TEXT')
    expect(await refusalOf(read('head.png', png.subarray(0, 20)))).toBe('FILE_DAMAGED')
    expect(await refusalOf(read('head.jpg', jpeg.subarray(0, 30)))).toBe('FILE_DAMAGED')
    expect(await refusalOf(read('loop.tif', Buffer.from('49492a00080000000000080000000000', 'hex')))).toBe(
      'FILE_DAMAGED',
    )
    expect(await refusalOf(readDocument({ name: 'a.png', bytes: new Uint8Array(png) }))).toBe('FILE_NO_TEXT')
    expect(await refusalOf(read('a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')))).toBe(
      'FILE_TYPE_UNSUPPORTED',
    )
  })

  test('LIB-2.truncated: a picture that is cut off is read as far as it goes, with a warning, or refused', async () => {
    for (const bytes of [png, jpeg]) {
      const outcome = await read('cut', bytes.subarray(0, Math.floor(bytes.length * 0.6))).then(
        ({ warnings }) => warnings.map(({ code }) => code),
        (error) => [error.code],
      )
      expect(['IMAGE_TRUNCATED', 'FILE_DAMAGED', 'FILE_NO_TEXT']).toEqual(expect.arrayContaining(outcome.slice(0, 1)))
      expect(outcome).not.toEqual([])
    }
  })
})
