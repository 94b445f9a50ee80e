import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { prose } from '../../../../test/support/fixture-texts.ts'
import { outline, readBytes, readFile } from '../../../../test/support/reading.ts'
import { locateSpan } from '../../../domain/locate-span.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'

const fixtures = join(import.meta.dirname, '../../../../test/fixtures/pdf')
const fixture = (name: string) => readFile(join(fixtures, `${name}.pdf`))

type Drawing = { text: string; x: number; y: number; size?: number; bold?: boolean }

/** A PDF with the given lines on each page, of 500 by 700 points. */
async function pdfOf(pages: readonly (readonly Drawing[])[]): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const plain = await document.embedFont(StandardFonts.Helvetica)
  const bold = await document.embedFont(StandardFonts.HelveticaBold)
  for (const drawings of pages) {
    const page = document.addPage([500, 700])
    for (const drawing of drawings) {
      page.drawText(drawing.text, { size: 11, ...drawing, font: drawing.bold === true ? bold : plain })
    }
  }
  return document.save()
}

/** Lines of running text from `y` down. */
function body(lines: readonly string[], y: number): Drawing[] {
  return lines.map((text, index) => ({ text, x: 50, y: y - index * 14 }))
}

const sentences = (page: number) =>
  Array.from({ length: 20 }, (_, line) => `Sentence ${line * 3} on sheet ${page * 7} says a thing of its own.`)

function tableOf(document: ExtractedDocument): string[][] {
  const table = document.blocks.find(({ kind }) => kind === 'table')
  return (table?.rows ?? []).map((row) => row.map(({ start, end }) => document.text.slice(start, end)))
}

describe('LIB-1.pdf: what repeats on every page', () => {
  test('headers and footers of LibreOffice are no text, and nothing else is missing', async () => {
    const document = await fixture('headers-footers')
    expect(document.pages?.length).toBe(5)
    expect(document.text).not.toMatch(/confidential draft|Page \d of/)
    const words = (text: string) => new Set(text.match(/[\w-]+/g))
    const expected = [0, 1, 2, 3].flatMap((part) => [
      prose(part, 22),
      prose(part + 9, 16),
      `Part ${part + 1} of the survey`,
    ])
    expect([...words(expected.join(' '))].filter((word) => !words(document.text).has(word))).toEqual([])
  })

  test('left and right headers, chapters in headers and Roman numbers go; the first page keeps its title', async () => {
    const pages = Array.from({ length: 12 }, (_, page) => [
      ...(page === 0
        ? [{ text: 'The title', x: 50, y: 660, size: 22 }]
        : [
            {
              text: page % 2 === 0 ? 'A book of stations' : `Chapter ${page < 6 ? 1 : 2}`,
              x: page % 2 === 0 ? 50 : 400,
              y: 670,
              size: 8,
            },
          ]),
      ...body(sentences(page), 600),
      { text: 'i ii iii iv v vi vii viii ix x xi xii'.split(' ')[page] ?? '', x: 250, y: 25, size: 8 },
    ])
    const { text } = await readBytes('a.pdf', await pdfOf(pages))
    expect(text).toContain('The title')
    expect(text).not.toMatch(/A book of stations|Chapter|^[ivx]+$/m)
  })

  test('copies of one form and lists that count on lose nothing', async () => {
    const form = Array.from({ length: 4 }, (_, page) =>
      body(['Application', 'Name', 'Town', 'Street', `Number ${page}`], 680),
    )
    const ledger = Array.from({ length: 4 }, (_, page) =>
      body([`Entry ${page * 5} of the ledger`, ...sentences(page)], 680),
    )
    expect((await readBytes('a.pdf', await pdfOf(form))).text.match(/Application/g)).toHaveLength(4)
    expect((await readBytes('a.pdf', await pdfOf(ledger))).text.match(/of the ledger/g)).toHaveLength(4)
  })
})

describe('LIB-5.tables: tables in PDFs', () => {
  const rows = [
    ['Station', 'Rain in mm', 'Observer'],
    ['Calder', '812', 'Ada Quill'],
    ['Northby', '1,040', 'Tom Fenn who also keeps the second gauge at the mill'],
    ['Westing', '655', 'Ruth Oake'],
  ]
  for (const name of ['ruled-table', 'open-table']) {
    test(`LIB-1.pdf: ${name} of LibreOffice has its cells, also the one of two lines`, async () => {
      const document = await fixture(name)
      expect(tableOf(document)).toEqual(rows)
      expect(document.blocks.filter(({ kind }) => kind === 'table')).toHaveLength(1)
      expect(document.text).toContain('in case 1-2.')
      expect(document.text).toContain('in case 2-2.')
    })

    test(`LIB-6.span: a cell of the ${name} is highlighted where poppler sees it`, async (context) => {
      const path = join(fixtures, `${name}.pdf`)
      const placed = tryPoppler('-bbox', path, '-')
      context.skip(placed === null, 'pdftotext is not on this machine')
      const document = await readFile(path)
      const start = document.text.indexOf('Westing')
      const [box] = locateSpan(document, { start, end: start + 'Westing'.length }).boxes
      const [, width, height] = /<page width="([\d.]+)" height="([\d.]+)"/.exec(placed ?? '') ?? []
      const [, left, top] = /xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Westing</.exec(placed ?? '') ?? []
      expect(box?.x).toBeCloseTo(Number(left) / Number(width), 2)
      expect(box?.y).toBeCloseTo(Number(top) / Number(height), 2)
    })
  }

  test('numbered items with a wide gap are a list, columns of prose are prose', async () => {
    const list = [1, 2, 3, 4].flatMap((number) => [
      { text: `${number}.`, x: 50, y: 600 - number * 15 },
      { text: `item that stands far off its number ${number}`, x: 90, y: 600 - number * 15 },
    ])
    const document = await readBytes('a.pdf', await pdfOf([list]))
    expect(document.blocks.map(({ kind }) => kind)).not.toContain('table')
    expect((await fixture('two-columns')).blocks.map(({ kind }) => kind)).not.toContain('table')
  })
})

describe('LIB-1.pdf: kinds of blocks', () => {
  test('LibreOffice: two columns are read one after the other', async () => {
    const { text } = await fixture('two-columns')
    const order = [...text.matchAll(/case (\d)-(\d)/g)].map(([, part, sentence]) => `${part}${sentence}`)
    expect(order).toEqual([1, 2, 3, 4].flatMap((part) => Array.from({ length: 9 }, (_, index) => `${part}${index}`)))
  })

  test('LibreOffice: words that were broken at the end of a line are whole again', async () => {
    expect((await fixture('hyphenated')).text).toBe(prose(3, 12))
  })

  test('a caption, a footnote, a heading that is only bold', async () => {
    const kinds = [...outline(await fixture('ruled-table')), ...outline(await fixture('footnote'))]
    expect(kinds).toContainEqual(['caption', 'Table 1: Rain by station in 1987.'])
    expect(kinds).toContainEqual(['note', expect.stringContaining('See the register of the mill, volume 4.')])
    const bold = await readBytes(
      'a.pdf',
      await pdfOf([[{ text: 'On gauges', x: 50, y: 640, bold: true }, ...body(sentences(1), 626)]]),
    )
    expect(outline(bold)[0]).toEqual(['heading', 'On gauges'])
  })

  test('items of a list inside another are one level deeper', async () => {
    const marks = [50, 80, 80, 50].map((x, index) => ({ text: `- item ${index} of the list`, x, y: 600 - index * 16 }))
    const document = await readBytes('a.pdf', await pdfOf([marks]))
    expect(document.blocks.map(({ kind, level }) => [kind, level])).toEqual(
      [1, 2, 2, 1].map((level) => ['list-item', level]),
    )
  })

  test('what was filled into a form and noted on a page is text of that page', async () => {
    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Helvetica)
    const page = document.addPage([500, 700])
    page.drawText('Application for a berth in the harbour', { x: 50, y: 600, size: 12, font })
    const field = document.getForm().createTextField('applicant')
    field.setText('Zenobia Marsh')
    field.addToPage(page, { x: 50, y: 500, width: 200, height: 20 })
    const empty = document.getForm().createCheckBox('dog')
    empty.addToPage(page, { x: 50, y: 450, width: 20, height: 20 })
    const read = await readBytes('a.pdf', await document.save())
    expect(outline(read)).toEqual([
      ['paragraph', 'Application for a berth in the harbour'],
      ['paragraph', 'applicant: Zenobia Marsh'],
    ])
    const start = read.text.indexOf('Zenobia')
    const [box] = locateSpan(read, { start, end: start + 7 }).boxes
    expect(box?.y).toBeCloseTo(1 - 520 / 700, 1)
  })

  test('the file tells its author, subject, keywords and times', async () => {
    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Helvetica)
    document.addPage([300, 300]).drawText('Words', { x: 50, y: 200, size: 12, font })
    document.setAuthor('Ada Quill')
    document.setSubject('Rain')
    document.setKeywords(['gauge', 'mill'])
    document.setCreationDate(new Date('2024-05-06T07:08:09Z'))
    const { properties } = await readBytes('a.pdf', await document.save())
    expect(properties).toMatchObject({
      author: 'Ada Quill',
      subject: 'Rain',
      keywords: 'gauge mill',
      created: '2024-05-06T07:08:09.000Z',
    })
  })
})

function tryPoppler(...parameters: string[]): string | null {
  try {
    return execFileSync('pdftotext', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
