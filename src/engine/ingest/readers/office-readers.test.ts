import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openDocument, pptx, xlsx } from '../../../../test/support/office.ts'
import { outline, readBytes, readFile, refusalOf } from '../../../../test/support/reading.ts'

const fixtures = join(import.meta.dirname, '../../../../test/fixtures/office')
const fixture = (name: string) => readFile(join(fixtures, name))

/** The same text in three formats; each marks its note in its own way. */
const harbour = [
  ['heading', 'The eastern quay'],
  ['paragraph', 'Dredging began in March and removed 41,300 m³ of silt[1].'],
  ['note', '[1] Measured by echo sounder, not by barge.'],
  ['heading', 'What is left'],
  ['list-item', 'Berth 4 is too shallow'],
  ['list-item', 'by eighty centimetres'],
  ['list-item', 'Bollards need paint'],
  ['table', 'Berth | Depth\nBerth 3 | 9.40 m\nBerth 4 | 7.20 m'],
  ['paragraph', 'Prüfung der Spundwände — Größe, Łódź, Ωμέγα, приёмка, مرفأ, 港湾.'],
]

describe('texts of LibreOffice', () => {
  for (const format of ['odt', 'rtf']) {
    test(`LIB-1.odt: LIB-1.rtf: ${format}: headings, notes, nested lists, tables and letters of every script, in order`, async () => {
      const document = await fixture(`harbour.${format}`)
      const blocks = outline(document).map(([kind, text]) => [kind, text.replace('] \t', '] ')])
      expect(blocks).toEqual(harbour)
      expect(document.blocks.map(({ level }) => level)).toEqual([1, null, null, 2, 1, 2, 1, null, null])
      expect(document.properties).toMatchObject({
        author: 'Mara Lindqvist',
        subject: 'Dredging',
        keywords: 'quay, depth',
      })
    })
  }

  test('LIB-1.docx: author and subject of a Word document are its properties', async () => {
    const { title, properties } = await fixture('harbour.docx')
    expect({ title, author: properties?.['author'], subject: properties?.['subject'] }).toEqual({
      title: 'Harbour report',
      author: 'Mara Lindqvist',
      subject: 'Dredging',
    })
  })
})

describe('slides', () => {
  for (const format of ['odp', 'pptx']) {
    test(`LIB-1.odp: LIB-1.pptx: LIB-6.slide: ${format}: titles, lists, tables and notes, each on its slide`, async () => {
      const document = await fixture(`harbour.${format}`)
      expect(document.blocks.map(({ page }) => page)).toEqual([1, 1, 1, 1, 1, 2, 2, 3])
      expect(outline(document)).toEqual([
        ['heading', 'Why we dredge'],
        ['list-item', 'Ships grew by a third'],
        ['list-item', 'and so did their draught'],
        ['list-item', 'The river brings silt'],
        ['note', 'Mention the 2019 grounding of the Aurora.'],
        ['heading', 'Costs by berth'],
        ['table', 'Berth | Cost\nBerth 4 | 312,000 €'],
        ['paragraph', 'Questions to harbour@example.org'],
      ])
      expect(document.warnings).toEqual([{ code: 'SLIDE_HIDDEN', page: 2 }])
    })
  }

  const words = (text: string) => `<p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody>`
  const shape = (type: string, text: string) =>
    `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr>${words(text)}</p:sp>`

  test('the title comes first wherever it stands, groups are entered, numbers of slides are left out', async () => {
    const picture =
      '<p:pic><p:nvPicPr><p:cNvPr id="3" name="y" descr="A crane at dawn"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr></p:pic>'
    const group = `<p:grpSp>${shape('obj', 'Inside')}${picture}</p:grpSp>`
    const document = await readBytes('a.pptx', pptx([`${group}${shape('sldNum', '1')}${shape('title', 'On top')}`, '']))
    expect(outline(document)).toEqual([
      ['heading', 'On top'],
      ['paragraph', 'Inside'],
      ['caption', 'A crane at dawn'],
    ])
    // The empty slide at the end counts.
    expect(document.pageCount).toBe(2)
  })

  test('slides without any text are refused as such', async () => {
    expect(await refusalOf(readBytes('a.pptx', pptx(['', ''])))).toBe('FILE_NO_TEXT')
  })
})

describe('what could run or harm', () => {
  test('LIB-2.macros: macros and embedded objects of slides and sheets are flagged', async () => {
    const sheets = [{ name: 'S', rows: '<row r="1"><c r="A1"><v>1</v></c></row>' }]
    const entries = [
      { name: 'xl/vbaProject.bin', data: 'Sub Auto_Open' },
      { name: 'xl/embeddings/oleObject1.bin', data: 'MZ' },
    ]
    expect((await readBytes('a.xlsm', xlsx(sheets, { entries }))).warnings.map(({ code }) => code)).toEqual([
      'MACROS_IGNORED',
      'EMBEDDED_IGNORED',
    ])
  })

  test('LIB-2.entities: a document type is refused in each format of XML', async () => {
    const prolog = '<!DOCTYPE a [<!ENTITY b "ha">]>'
    const body = '<office:text><text:p>&b;</text:p></office:text>'
    const files = [
      ...['text', 'spreadsheet', 'presentation'].map((kind) => openDocument(kind, body, { prolog })),
      xlsx([{ name: 'S', rows: '' }], { prolog }),
      pptx([''], { prolog }),
    ]
    const codes = await Promise.all(files.map((bytes) => refusalOf(readBytes('a', bytes))))
    expect(codes).toEqual(Array(5).fill('XML_ENTITIES'))
  })

  test('LIB-2.encrypted: an OpenDocument file with a password says so in its manifest', async () => {
    const manifest =
      '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    expect(await refusalOf(readBytes('a.odt', openDocument('text', '', { manifest })))).toBe('FILE_ENCRYPTED')
  })

  test('a file that lost its declaration is known by its main part, and is no folder of XML files', async () => {
    for (const format of ['docx', 'pptx', 'xlsx', 'odt', 'ods', 'odp']) {
      const parts = unzipSync(readFileSync(join(fixtures, `harbour.${format}`)))
      const declaration = format.startsWith('od') ? 'mimetype' : '[Content_Types].xml'
      const damaged = { ...parts, [declaration]: strToU8('<Types/>') }
      expect((await readBytes(`a.${format}`, zipSync(damaged))).type).toBe(format)
    }
  })

  test('LIB-2.typed-error: formats of before 2007 are refused with a code of their own', async () => {
    const slides = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(1_000),
      Buffer.from('PowerPoint Document', 'utf16le'),
    ])
    const codes = [fixture('harbour.doc'), fixture('harbour.xls'), readBytes('a.ppt', slides)].map(refusalOf)
    expect(await Promise.all(codes)).toEqual(Array(3).fill('FILE_TYPE_LEGACY'))
  })

  test('LIB-2.truncated: cut at any place, an office file is damaged', async () => {
    for (const format of ['odt', 'ods', 'odp', 'pptx', 'xlsx', 'rtf']) {
      const whole = readFileSync(join(fixtures, `harbour.${format}`))
      for (const share of [0.1, 0.5, 0.9]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share))
        expect(await refusalOf(readBytes(`a.${format}`, cut)), `${format} ${share}`).toBe('FILE_DAMAGED')
      }
    }
  })

  test('XML nested deeper than any stack is refused, not a crash', async () => {
    const deep = `${'<text:p>'.repeat(50_000)}x${'</text:p>'.repeat(50_000)}`
    const bytes = openDocument('text', `<office:text>${deep}</office:text>`)
    expect(await refusalOf(readBytes('a.odt', bytes))).toBe('FILE_DAMAGED')
    expect(await refusalOf(readBytes('a.rtf', `{\\rtf1 ${'{'.repeat(50_000)}x`))).toBe('FILE_DAMAGED')
  })
})

describe('rich text', () => {
  test('LIB-1.rtf: code pages of fonts, Unicode with its stand-in, and hidden text', async () => {
    const source = [
      '{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial Cyr;}{\\f2\\fcharset128 Mincho;}}',
      "\\f0 Gr\\'f6\\'dfe \\f1 \\'ef\\'f0\\'e8\\'e2\\'e5\\'f2 \\f2 \\'93\\'fa\\'96\\'7b \\f0\\uc1\\u8364? \\u-10179?\\u-8704?",
      '{\\v secret}\\par {\\pict ffd8ffe0}{\\*\\unknown no}after{\\object{\\*\\objdata 00}{\\result shown}}\\par}',
    ].join('')
    const document = await readBytes('a.rtf', source)
    expect(document.text).toBe('Größe привет 日本 € 😀\n\naftershown')
    expect(document.warnings).toEqual([{ code: 'EMBEDDED_IGNORED', page: null }])
  })
})
