import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { degrees, PDFDocument, StandardFonts } from 'pdf-lib'
import { beforeEach, describe, expect, test } from 'vitest'
import { outline, readBytes, readFile, refusalOf, sharedData } from '../../../../test/support/reading.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { locateSpan } from '../../../domain/locate-span.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'

const pdfs = join(sharedData, 'documents/pdf')

function tool(name: string, ...parameters: string[]): string | null {
  try {
    return execFileSync(name, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const hasPoppler = tool('pdftotext', '-v') !== null
const hasQpdf = tool('qpdf', '--version') !== null

/** A PDF with the given lines on each page, in 12 points, one every 16 points. */
async function pdfOf(
  pages: string[][],
  change: (document: PDFDocument) => void = () => undefined,
): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (const lines of pages) {
    const page = document.addPage([400, 600])
    for (const [index, line] of lines.entries()) page.drawText(line, { x: 50, y: 540 - index * 16, size: 12, font })
  }
  change(document)
  return document.save({ useObjectStreams: false })
}

function pageText(document: ExtractedDocument, number: number): string {
  const page = document.pages?.[number - 1]
  return document.text.slice(page?.start, page?.end)
}

/** What stands at the foot of each page is no text of it. */
const pageNumberLine = /^page \d+ \/ \d+$/m

/** Words without the hyphens that broken lines add or keep. */
function wordsOf(text: string): string[] {
  return (text.normalize('NFKC').match(/[\p{L}\p{N}]{4,}/gu) ?? []).sort()
}

describe('against poppler', () => {
  beforeEach((context) => context.skip(!hasPoppler, 'pdftotext is not on this machine'))

  for (const name of ['basicapi.pdf', 'testPDF.pdf', 'testPDFTwoTextBoxes.pdf']) {
    test(`LIB-1.pdf: LIB-6.page: ${name} has the words of each page on that page`, async () => {
      const path = join(pdfs, name)
      const document = await readFile(path)
      for (const { number } of document.pages ?? []) {
        const expected = tool('pdftotext', '-f', String(number), '-l', String(number), path, '-') ?? ''
        expect(wordsOf(pageText(document, number))).toEqual(wordsOf(expected.replace(pageNumberLine, '')))
      }
    })
  }

  /** Every word that poppler places must lie in the box we would highlight for it: a viewer would mark another word. */
  async function expectWordsInPlace(path: string): Promise<void> {
    const document = await readFile(path)
    const placed = tool('pdftotext', '-bbox', path, '-') ?? ''
    const [, width = '1', height = '1'] = /<page width="([\d.]+)" height="([\d.]+)"/.exec(placed) ?? []
    let from = 0
    let checked = 0
    const words = placed.matchAll(/xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]{5,})</g)
    for (const [, left, top, right, bottom, word = ''] of words) {
      const start = document.text.indexOf(word, from)
      if (start === -1) continue
      from = start + 1
      const [box] = locateSpan(document, { start, end: start + word.length }).boxes
      const middle = {
        x: (Number(left) + Number(right)) / 2 / Number(width),
        y: (Number(top) + Number(bottom)) / 2 / Number(height),
      }
      const at = box ?? { x: 0, y: 0, width: 0, height: 0 }
      expect(Math.abs(at.x + at.width / 2 - middle.x), `${word} across`).toBeLessThan(0.01)
      expect(Math.abs(at.y + at.height / 2 - middle.y), `${word} down`).toBeLessThan(0.008)
      checked++
    }
    expect(checked).toBeGreaterThan(3)
  }

  test('LIB-6.span: boxes lie where poppler sees the words', () => expectWordsInPlace(join(pdfs, 'testPDF.pdf')))

  for (const rotation of [0, 90, 180, 270]) {
    test(`LIB-6.span: boxes lie right on a page cropped and turned by ${rotation}°`, async () => {
      const lines = ['alpha bravo charlie', 'delta echoes foxtrot', 'golfing hotels india']
      const path = join(temporaryFolder(), 'turned.pdf')
      const bytes = await pdfOf([lines], (document) => {
        const page = document.getPage(0)
        page.setCropBox(30, 40, 300, 520)
        page.setRotation(degrees(rotation))
      })
      writeFileSync(path, bytes)
      const { pages, runs } = await readFile(path)
      const turned = rotation % 180 !== 0
      expect(pages).toEqual([expect.objectContaining({ width: turned ? 520 : 300, height: turned ? 300 : 520 })])
      // pdftotext -bbox tells boxes of turned pages in the coordinates of the page as it is seen; ours must meet them.
      const placed = tool('pdftotext', '-cropbox', '-bbox', path, '-') ?? ''
      const [, left = '0', top = '0', right = '0', bottom = '0'] =
        /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">alpha</.exec(placed) ?? []
      const first = runs?.[0]
      const [width, height] = turned ? [520, 300] : [300, 520]
      const seen = {
        x: Number(left) / width,
        y: Number(top) / height,
        r: Number(right) / width,
        b: Number(bottom) / height,
      }
      const inside =
        first !== undefined &&
        first.x <= seen.x + 0.02 &&
        first.y <= seen.y + 0.02 &&
        first.x + first.width >= seen.r - 0.02 &&
        first.y + first.height >= seen.b - 0.02
      expect(inside, JSON.stringify({ first, seen })).toBe(true)
    })
  }
})

describe('how text is put together', () => {
  test('words broken at the end of a line are joined, compounds keep their hyphen', async () => {
    const lines = ['The repre-', 'sentation of a well-', 'known state and a well-known', 'result.']
    const document = await readBytes('a.pdf', await pdfOf([lines]))
    expect(document.text).toBe('The representation of a well-known state and a well-known result.')
  })

  test('LIB-6.span: each run covers exactly its words', async () => {
    const document = await readBytes('a.pdf', await pdfOf([['First line of it', 'second line of it'], ['Other page']]))
    const runs = document.runs?.map(({ page, start, end }) => [page, document.text.slice(start, end)])
    expect(runs).toEqual([
      [1, 'First line of it'],
      [1, 'second line of it'],
      [2, 'Other page'],
    ])
  })

  test('two columns of prose that were set line by line across read column by column', async () => {
    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Helvetica)
    const page = document.addPage([600, 400])
    page.drawText('A title above both of the columns', { x: 60, y: 370, size: 20, font })
    for (let line = 0; line < 8; line++) {
      page.drawText(`left column prose line number ${line}`, { x: 40, y: 320 - line * 14, size: 11, font })
      page.drawText(`right column prose line number ${line}`, { x: 320, y: 320 - line * 14, size: 11, font })
    }
    const { text } = await readBytes('a.pdf', await document.save())
    const order = [...text.matchAll(/(left|right) column prose line number (\d)/g)].map(
      ([, side, line]) => `${side}${line}`,
    )
    const column = (side: string) => Array.from({ length: 8 }, (_, line) => `${side}${line}`)
    expect(order).toEqual([...column('left'), ...column('right')])
  })

  test('a sentence that goes on at the head of the next column stays one sentence', async () => {
    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Helvetica)
    const page = document.addPage([600, 400])
    const columns = [
      ['The first column ends in the', 'middle of a sentence that'],
      ['goes on beside it and ends.', 'Then another one begins.'],
    ]
    for (const [column, lines] of columns.entries()) {
      for (const [line, text] of lines.entries())
        page.drawText(text, { x: 40 + column * 280, y: 300 - line * 14, size: 11, font })
    }
    expect((await readBytes('a.pdf', await document.save())).text).toBe(columns.flat().join(' '))
  })

  test('LIB-5.headings: LIB-5.tables: larger type is a heading, and what stands in columns is a table', async () => {
    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Helvetica)
    const page = document.addPage([500, 500])
    page.drawText('Annual report', { x: 50, y: 450, size: 24, font })
    page.drawText('The year in numbers, and what became of them.', { x: 50, y: 410, size: 11, font })
    for (const [row, [name, value]] of Object.entries({ North: '12', South: '15' }).entries()) {
      page.drawText(name, { x: 50, y: 380 - row * 14, size: 11, font })
      page.drawText(String(value), { x: 250, y: 380 - row * 14, size: 11, font })
    }
    expect(outline(await readBytes('a.pdf', await document.save()))).toEqual([
      ['heading', 'Annual report'],
      ['paragraph', 'The year in numbers, and what became of them.'],
      ['table', 'North | 12\nSouth | 15'],
    ])
  })
})

describe('what is wrong with a file', () => {
  test('LIB-7.empty: a page without text among others is named', async () => {
    const document = await readBytes('a.pdf', await pdfOf([['One'], [], ['Three']]))
    expect({ warnings: document.warnings, pages: document.pages?.map(({ start, end }) => end - start) }).toEqual({
      warnings: [{ code: 'PDF_PAGE_EMPTY', page: 2 }],
      pages: [3, 0, 5],
    })
  })

  test('LIB-2.encrypted: an empty password opens, any other does not', async (context) => {
    context.skip(!hasQpdf, 'qpdf is not on this machine')
    const folder = temporaryFolder()
    const plain = join(folder, 'plain.pdf')
    writeFileSync(plain, await pdfOf([['Secret words']]))
    for (const [name, password] of [
      ['open', ''],
      ['shut', 'pass'],
    ] as const) {
      tool('qpdf', '--encrypt', password, 'owner', '256', '--', plain, join(folder, `${name}.pdf`))
    }
    expect((await readFile(join(folder, 'open.pdf'))).text).toBe('Secret words')
    expect(await refusalOf(readFile(join(folder, 'shut.pdf')))).toBe('FILE_ENCRYPTED')
  })

  test('LIB-2.truncated: cut anywhere, a PDF is read in part with a warning or refused, never silently', async () => {
    const whole = readFileSync(join(pdfs, 'testPDF.pdf'))
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.99]) {
      const reading = readBytes('cut.pdf', whole.subarray(0, Math.floor(whole.length * share)))
      const outcome = await reading.then(
        ({ warnings }) => warnings.map(({ code }) => code).join(),
        (error) => error.code,
      )
      expect(['FILE_DAMAGED', 'PDF_TRUNCATED'], `${share}: ${outcome}`).toContain(outcome)
    }
  })

  test('LIB-2.typed-error: garbage behind a header, a loop of pages, a lie about their number', async () => {
    const noise = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      Buffer.from(Array.from({ length: 9_999 }, (_, i) => (i * 7919) >> 3)),
    ])
    expect(await refusalOf(readBytes('a.pdf', noise))).toBe('FILE_DAMAGED')
    expect(await refusalOf(readBytes('a.pdf', rawPdf('/Kids [2 0 R 2 0 R] /Count 2')))).toMatch(
      /^FILE_(DAMAGED|NO_TEXT)$/,
    )
    const lie = await readBytes('a.pdf', rawPdf('/Kids [3 0 R] /Count 100000'))
    expect({ text: lie.text, pages: lie.pages?.length }).toEqual({ text: 'Told the truth', pages: 1 })
  })

  test('LIB-2.macros: scripts in a PDF are flagged', async () => {
    const bytes = await pdfOf([['Words']], (document) => document.addJavaScript('run', 'app.alert(1)'))
    expect((await readBytes('a.pdf', bytes)).warnings).toEqual([{ code: 'SCRIPTS_IGNORED', page: null }])
  })
})

/** A PDF by hand with one page and the given entries in its page tree; its cross-reference table has to be rebuilt. */
function rawPdf(tree: string): string {
  const content = 'BT /F1 12 Tf 20 20 Td (Told the truth) Tj ET'
  return `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages ${tree} >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 50] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >> endobj
4 0 obj << /Length ${content.length} >> stream
${content}
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Root 1 0 R /Size 6 >>
%%EOF
`
}
