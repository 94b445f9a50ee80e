import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDocument, xlsx } from '../../../../test/support/office.ts'
import { outline, readBytes, readFile } from '../../../../test/support/reading.ts'
import { chunkDocument } from '../chunking/chunk-document.ts'
import { kindOfFormat, showNumber } from './office/number-format.ts'

const fixtures = join(import.meta.dirname, '../../../../test/fixtures/office')

const cell = (address: string, value: string | number, style = 0) =>
  typeof value === 'number'
    ? `<c r="${address}" s="${style}"><v>${value}</v></c>`
    : `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`
const row = (index: number, ...cells: string[]) => `<row r="${index}">${cells.join('')}</row>`

describe('spreadsheets of LibreOffice', () => {
  for (const [format, percent, note] of [
    ['xlsx', '10%', 'C4: Second echo sounder'],
    ['ods', '10.0%', 'C4: Mara: Second echo sounder'],
  ] as const) {
    test(`LIB-1.xlsx: LIB-1.ods: LIB-6.sheet: ${format}: tables, ISO dates, merged cells, formulas' values and comments, each on its sheet`, async () => {
      const document = await readFile(join(fixtures, `harbour.${format}`))
      expect(outline(document)).toEqual([
        ['heading', 'Depths'],
        ['paragraph', 'Soundings of the eastern quay'],
        [
          'table',
          `Berth | Day | Depth | Silted\nBerth 3 | 2024-02-29 | 9.4 | 12.5%\nBerth 3 | 2024-03-01 | 9.6 | ${percent}`,
        ],
        ['table', 'Mean | 9.5 | TRUE'],
        ['note', note],
        ['heading', 'Wages'],
        ['table', 'Diver | 61.5'],
      ])
      expect({ warnings: document.warnings, sheets: document.pageCount }).toEqual({
        warnings: [{ code: 'SHEET_HIDDEN', page: 2 }],
        sheets: 2,
      })
      expect(chunkDocument(document).map(({ page, headingPath }) => [page, headingPath])).toEqual(
        expect.arrayContaining([
          [1, ['Depths']],
          [2, ['Wages']],
        ]),
      )
    })
  }
})

describe('Excel workbooks', () => {
  test('every kind of cell shows what a person sees', async () => {
    const cells = [
      '<c r="A1" t="s"><v>0</v></c>',
      '<c r="B1" t="b"><v>1</v></c>',
      '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      '<c r="D1" t="str"><f>A1</f><v>made</v></c>',
      '<c r="E1" s="1"><v>1</v></c>',
      '<c r="F1"><v>0.30000000000000004</v></c>',
      '<c r="G1" t="d"><v>2024-05-06T00:00:00</v></c>',
    ]
    const strings = '<si><r><t>rich </t></r><r><t>text_x0041_</t></r><rPh sb="0" eb="1"><t>READING</t></rPh></si>'
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    const sheets = [{ name: 'S', rows: `<row r="1">${cells.join('')}</row>` }]
    const since1900 = await readBytes('a.xlsx', xlsx(sheets, { strings, styles }))
    const since1904 = await readBytes(
      'a.xlsx',
      xlsx(sheets, { strings, styles, properties: '<workbookPr date1904="1"/>' }),
    )
    const expected = 'rich textA | TRUE | #DIV/0! | made | 1900-01-01 | 0.3 | 2024-05-06'
    expect(outline(since1900)[1]).toEqual(['table', expected])
    expect(outline(since1904)[1]).toEqual(['table', expected.replace('1900-01-01', '1904-01-02')])
  })

  test('a cell at the last corner of a sheet costs no more than its text', async () => {
    const rows = row(1, cell('A1', 'first')) + row(1_048_576, cell('A1048576', 'low'), cell('XFD1048576', 'corner'))
    const document = await readBytes('a.xlsx', xlsx([{ name: 'Wide', rows }]))
    expect(document.text).toBe('Wide\n\nfirst\n\nlow | corner')
  })

  test('a long sheet is cut into tables that each begin with the header, and no row is lost or doubled', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) =>
      row(index + 2, cell(`A${index + 2}`, `name ${index}`), cell(`B${index + 2}`, index)),
    )
    const header = row(1, cell('A1', 'Name'), cell('B1', 'Amount'))
    const { text, blocks } = await readBytes('a.xlsx', xlsx([{ name: 'Long', rows: header + rows.join('') }]))
    const tables = blocks.filter(({ kind }) => kind === 'table')
    expect(tables.length).toBeGreaterThan(10)
    const starts = tables.map(({ rows }) => rows?.[0]?.map(({ start, end }) => text.slice(start, end)))
    expect(new Set(starts.map(String))).toEqual(new Set(['Name,Amount']))
    expect(text.match(/^name \d+ \| \d+$/gm)).toHaveLength(2_500)
  })
})

describe('numbers of spreadsheets', () => {
  test('a format code says what a number is', () => {
    const kinds = [
      'General',
      '0.00',
      'yyyy\\-mm\\-dd',
      'dd/mm/yy hh:mm',
      '[h]:mm:ss',
      'h:mm AM/PM',
      '0.0%',
      '#,##0 "days"',
    ]
    expect(kinds.map(kindOfFormat)).toEqual([
      'number',
      'number',
      'date',
      'date-time',
      'duration',
      'time',
      'percent',
      'number',
    ])
    expect(['[Red]#,##0;[Blue]-#,##0', '[$-409]mmmm\\ d', '0.00E+00', 'mmm'].map(kindOfFormat)).toEqual([
      'number',
      'date',
      'number',
      'date',
    ])
  })

  test('days are counted as Excel counts them, with the leap day that never was', () => {
    const days = [1, 59, 61, 45_351, 45_351.75].map((day) => showNumber(day, 'date-time', { from1904: false }))
    expect(days).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '2024-02-29', '2024-02-29 18:00'])
    expect(showNumber(1.5, 'duration', { from1904: false })).toBe('36:00:00')
    expect(showNumber(0.5, 'time', { from1904: false })).toBe('12:00')
  })
})

describe('OpenDocument sheets', () => {
  test('rows and cells that repeat by the million cost nothing when they are empty, and are bounded when not', async () => {
    const body = `<office:spreadsheet><table:table table:name="S">
      <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
      <table:table-row table:number-rows-repeated="500000"><table:table-cell><text:p>again</text:p></table:table-cell></table:table-row>
      </table:table></office:spreadsheet>`
    const document = await readBytes('a.ods', openDocument('spreadsheet', body))
    // A thousand, and once more for each block that begins with the first row.
    expect(document.text.match(/again/g)?.length).toBeLessThan(1_100)
  })
})
