import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { arabic, english, englishSecond, mixed, prose } from '../../../../test/support/fixture-texts.ts'
import { refusalOf } from '../../../../test/support/reading.ts'
import { locateSpan } from '../../../domain/locate-span.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'
import { readDocument } from '../reading/read-document.ts'
import { reportReading } from '../reading/report-reading.ts'
import { recognise } from './ocr/recogniser.ts'
import type { ReadContext } from './reader.ts'

const scans = join(import.meta.dirname, '../../../../test/fixtures/scans')

type Read = { document: ExtractedDocument; recognised: number }

async function readScan(bytes: Uint8Array, ocr: ReadContext['ocr'] = { languages: ['eng', 'ara'] }): Promise<Read> {
  let recognised = 0
  const context = { ocr, recognised: () => void recognised++ }
  const document = await readDocument({ name: 'scan.pdf', bytes: new Uint8Array(bytes) }, context)
  return { document, recognised }
}

const scan = (name: string) => readFileSync(join(scans, name))

/** Share of the words of a text that are found, each as often as it is there. */
function recall(text: string, expected: readonly string[]): number {
  const words = (of: string) => of.match(/[\p{L}\p{N}]+/gu) ?? []
  const found = new Map<string, number>()
  for (const word of words(text)) found.set(word, (found.get(word) ?? 0) + 1)
  const wanted = words(expected.join(' '))
  const hits = wanted.filter((word) => {
    const left = found.get(word) ?? 0
    found.set(word, left - 1)
    return left > 0
  })
  return hits.length / wanted.length
}

function pageText({ pages, text }: ExtractedDocument, number: number): string {
  const page = pages?.[number - 1]
  return text.slice(page?.start, page?.end)
}

// Tesseract takes seconds a page where other work goes on beside it.
vi.setConfig({ testTimeout: 90_000 })
afterEach(() => void vi.unstubAllGlobals())

describe('LIB-1.scan: scanned pages', () => {
  test('LIB-7.ocr: English: the words, on their pages, with a confidence for each', async () => {
    const { document, recognised } = await readScan(scan('english.pdf'))
    expect(recall(pageText(document, 1), english)).toBeGreaterThan(0.97)
    expect(recall(pageText(document, 2), englishSecond)).toBeGreaterThan(0.97)
    expect(document.ocrPages).toEqual([1, 2].map((page) => ({ page, confidence: expect.closeTo(95, -1) })))
    expect({ warnings: document.warnings, recognised }).toEqual({ warnings: [], recognised: 2 })
    expect(document.blocks.map(({ start, end }) => document.text.slice(start, end))).toEqual([
      ...english,
      ...englishSecond,
    ])
  })

  test('Arabic: the words, in the order in which they are read', async () => {
    const { document } = await readScan(scan('arabic.pdf'))
    expect(recall(document.text, arabic)).toBeGreaterThan(0.75)
    expect(document.text).toContain('السفن القادمة من الشمال والجنوب')
  })

  test('two directions on one page', async () => {
    const { document } = await readScan(scan('two-directions.pdf'))
    expect(recall(document.text, mixed)).toBeGreaterThan(0.9)
    const places = ['street sign', 'أسماء الشوارع', 'post office'].map((phrase) => document.text.indexOf(phrase))
    expect(places).toEqual(places.toSorted((left, right) => left - right))
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
    // The picture has the full stop at the right of the line, where its first word is.
    expect(document.text).toContain('القديمة.')
  })

  test('LIB-7.pages: LIB-7.ocr: it is decided for each page: text stays as it is, a scan is recognised, a blank page is empty', async () => {
    const { document, recognised } = await readScan(scan('typed-scanned-blank.pdf'))
    expect(pageText(document, 1)).toBe(prose(1, 6))
    expect(recall(pageText(document, 2), englishSecond)).toBeGreaterThan(0.97)
    const { readPages, ocrPages, emptyPages } = reportReading(document, 0)
    expect({ readPages, ocrPages: ocrPages.map(({ page }) => page), emptyPages, recognised }).toEqual({
      readPages: [1],
      ocrPages: [2],
      emptyPages: [3],
      recognised: 1,
    })
  })

  test('LIB-6.span: a page that is turned by the file is read, and the boxes lie on the words as they are seen', async () => {
    const { document } = await readScan(scan('turned.pdf'))
    expect(recall(document.text, english)).toBeGreaterThan(0.97)
    const upright = (await readScan(scan('english.pdf'))).document
    for (const word of ['Calder', 'granite', 'shillings']) {
      const [box, expected] = [document, upright].map((read) => {
        const start = read.text.indexOf(word)
        return locateSpan(read, { start, end: start + word.length }).boxes[0]
      })
      expect(box?.x).toBeCloseTo(expected?.x ?? -1, 2)
      expect(box?.y).toBeCloseTo(expected?.y ?? -1, 2)
      expect(box?.width).toBeCloseTo(expected?.width ?? -1, 2)
    }
  })

  test('a page that lies on its head without saying so is read', async () => {
    const document = await PDFDocument.create()
    const image = await document.embedPng(scan('english.png'))
    const page = document.addPage([image.width / 2, image.height / 2])
    const half = { width: image.width / 2, height: image.height / 2 }
    const { degrees } = await import('pdf-lib')
    page.drawImage(image, { ...half, x: half.width, y: half.height, rotate: degrees(180) })
    const read = await readScan(await document.save())
    expect(recall(read.document.text, english)).toBeGreaterThan(0.95)
    const start = read.document.text.indexOf('Calder')
    const [box] = locateSpan(read.document, { start, end: start + 6 }).boxes
    expect(box?.x).toBeCloseTo(1 - 413 / image.width, 1)
    expect(box?.y).toBeGreaterThan(0.75)
  })

  test('a stamp of text on a scan is neither lost nor there twice', async () => {
    const document = await PDFDocument.load(scan('english.pdf'))
    document.getPage(0).drawText('Received 1988-02-03', { x: 280, y: 20, size: 9 })
    const { text } = (await readScan(await document.save())).document
    expect(text.match(/Received 1988-02-03/g)).toHaveLength(1)
    expect(recall(text, english)).toBeGreaterThan(0.97)
  })
})

describe('LIB-7.warnings: what stands in the report', () => {
  test('recognition that is off leaves the page empty and says so', async () => {
    const { document, recognised } = await readScan(scan('typed-scanned-blank.pdf'), null)
    expect({ warnings: document.warnings, second: pageText(document, 2), recognised }).toEqual({
      warnings: [
        { code: 'OCR_OFF', page: 2 },
        { code: 'PDF_PAGE_EMPTY', page: 3 },
      ],
      second: '',
      recognised: 0,
    })
    const all = readDocument({ name: 'a.pdf', bytes: new Uint8Array(scan('english.pdf')) })
    expect(await refusalOf(all)).toBe('FILE_NO_TEXT')
  })

  test('a language that does not fit the page leaves a warning', async () => {
    const { document } = await readScan(scan('english.pdf'), { languages: ['ara'] })
    expect(document.warnings).toContainEqual({ code: 'OCR_UNSURE', page: 1 })
  })
})

describe('the recogniser', () => {
  test('needs no network', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('no network')))
    expect((await readScan(scan('english.pdf'))).document.text).toContain('harbour of Calder')
  })

  test('a page that takes too long fails by itself, and the next is read', async () => {
    const pixels = new Uint8Array(4_000 * 4_000).map((_, index) => (index * 7919) >> 3)
    const noise = { width: 4_000, height: 4_000, pixels }
    await expect(recognise(noise, { languages: ['eng'], dotsPerInch: 300, limitMs: 300 })).rejects.toThrow(
      'no text after',
    )
    expect((await readScan(scan('english.pdf'))).document.text).toContain('harbour of Calder')
  })
})
