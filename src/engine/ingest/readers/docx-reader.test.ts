import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { docx, paragraph } from '../../../../test/support/docx.ts'
import { outline, readBytes, readFile, refusalOf, sharedData } from '../../../../test/support/reading.ts'
import { type ZipEntry, zip } from '../../../../test/support/zip.ts'

const office = join(sharedData, 'documents/office')

const styled = (style: string, text: string) =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`
const row = (...cells: string[]) => `<w:tr>${cells.map(cell).join('')}</w:tr>`
const styles: ZipEntry = {
  name: 'word/styles.xml',
  data: `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
    <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>`,
}
const related: ZipEntry = {
  name: 'word/_rels/document.xml.rels',
  data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
    </Relationships>`,
}

describe('Word documents', () => {
  test('LIB-1.docx: headings, tables and links of a real document, in order', async () => {
    const document = await readFile(join(office, 'testWORD.docx'))
    const blocks = outline(document)
    expect(document.title).toBe('Sample Word Document')
    expect(blocks.slice(0, 6)).toEqual([
      ['heading', 'Sample Word Document Title'],
      ['heading', 'And now for a subtitle'],
      ['heading', 'Main Heading'],
      ['heading', 'Heading Level 1'],
      ['heading', 'Heading Level 2'],
      ['heading', 'Heading Level 3'],
    ])
    expect(blocks.at(-1)).toEqual([
      'paragraph',
      'This links to The Main Heading Bookmark and The Level 3 Bookmark. That’s it!',
    ])
  })

  test('LIB-1.docx: a footnote is a note of its own, without the arrow back', async () => {
    expect(outline(await readFile(join(office, 'footnotes.docx')))).toEqual([
      ['paragraph', 'Eto ochen prostoy[1] text so snoskoy'],
      ['note', '1. snoska'],
    ])
  })

  test('LIB-5.headings: heading styles count by what they are, not by the language of their id', async () => {
    const body = styled('berschrift2', 'Kapitel') + paragraph('Text.')
    const document = await readBytes('a.docx', docx(body, { entries: [styles, related] }))
    expect(document.blocks.map(({ kind, level }) => [kind, level])).toEqual([
      ['heading', 2],
      ['paragraph', null],
    ])
  })

  test('a table knows the span of each of its cells', async () => {
    const table = `<w:tbl>${row('Name', 'Age')}${row('Ada', '36')}</w:tbl>`
    const { text, blocks } = await readBytes('a.docx', docx(paragraph('People') + table))
    const cells = blocks[1]?.rows?.map((cells) => cells.map(({ start, end }) => text.slice(start, end)))
    expect({ text, cells }).toEqual({
      text: 'People\n\nName | Age\nAda | 36',
      cells: [
        ['Name', 'Age'],
        ['Ada', '36'],
      ],
    })
  })

  test('LIB-2.macros: macros and embedded programs are flagged', async () => {
    const entries = [
      { name: 'word/vbaProject.bin', data: 'Sub AutoOpen' },
      { name: 'word/embeddings/oleObject1.bin', data: 'MZ' },
    ]
    const document = await readBytes('a.docx', docx(paragraph('Words'), { entries }))
    expect({ text: document.text, warnings: document.warnings }).toEqual({
      text: 'Words',
      warnings: [
        { code: 'MACROS_IGNORED', page: null },
        { code: 'EMBEDDED_IGNORED', page: null },
      ],
    })
  })
})

describe('Word documents that are not what they seem', () => {
  test('LIB-2.zip-bomb: much XML from few bytes, a huge picture, countless entries', async () => {
    const blanks = docx(paragraph('Words') + ' '.repeat(60_000_000))
    const picture = docx(paragraph('x'), { entries: [{ name: 'word/media/a.png', data: Buffer.alloc(60_000_000) }] })
    const promise = docx(paragraph('x'), { entries: [{ name: 'word/b.xml', data: 'x', declaredSize: 3_000_000_000 }] })
    const crowd = docx(paragraph('x'), {
      entries: Array.from({ length: 10_001 }, (_, index) => ({ name: `word/${index}.xml`, data: '' })),
    })
    const codes = await Promise.all(
      [blanks, picture, promise, crowd].map((bytes) => refusalOf(readBytes('a.docx', bytes))),
    )
    expect(codes).toEqual(Array(4).fill('ARCHIVE_LIMIT'))
  })

  test('LIB-2.zip-bomb: a directory that lies about a size gives no more than it says', async () => {
    const body = docx(paragraph('x'), {
      entries: [{ name: 'word/b.xml', data: Buffer.alloc(80_000_000), declaredSize: 100 }],
    })
    const outcome = await readBytes('a.docx', body).then(
      ({ text }) => text,
      (error) => error.code,
    )
    expect(['x', 'FILE_DAMAGED']).toContain(outcome)
  })

  test('LIB-2.entities: a document type is refused before it is parsed, in 8 and in 16 bits', async () => {
    const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha">${'bcdefghij'
      .split('')
      .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghij'[index]};`.repeat(10)}">`)
      .join('')}]>`
    const wide = zip([
      ...['[Content_Types].xml', '_rels/.rels'].map((name) => ({ name, data: entry(name) })),
      {
        name: 'word/document.xml',
        data: Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${laughs}<a/>`, 'utf16le'),
      },
    ])
    const codes = [docx(paragraph('&j;'), { prolog: laughs }), wide].map((bytes) =>
      refusalOf(readBytes('a.docx', bytes)),
    )
    expect(await Promise.all(codes)).toEqual(['XML_ENTITIES', 'XML_ENTITIES'])
  })

  test('LIB-2.truncated: cut at any place, a Word document is damaged', async () => {
    const whole = readFileSync(join(office, 'testWORD.docx'))
    for (const share of [0.02, 0.2, 0.5, 0.8, 0.99]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share))
      expect(await refusalOf(readBytes('report.docx', cut)), String(share)).toBe('FILE_DAMAGED')
    }
  })

  test('LIB-2.truncated: bytes that were turned over inside are damaged or read, never a crash', async () => {
    const whole = readFileSync(join(office, 'testWORD.docx'))
    for (let place = 200; place < whole.length; place += 487) {
      const bad = Buffer.from(whole)
      for (let at = place; at < Math.min(place + 20, bad.length); at++) bad[at] = 255 - (bad[at] ?? 0)
      const outcome = await readBytes('a.docx', bad).then(
        () => 'read',
        (error) => error.code,
      )
      expect([
        'read',
        'FILE_DAMAGED',
        'FILE_TYPE_UNSUPPORTED',
        'FILE_ENCRYPTED',
        'ARCHIVE_LIMIT',
        'FILE_EMPTY',
      ]).toContain(outcome)
    }
  })

  test('LIB-2.encrypted: a document with a password is a compound file with an encrypted package', async () => {
    const magic = Buffer.from('d0cf11e0a1b11ae1', 'hex')
    const locked = Buffer.concat([
      magic,
      Buffer.alloc(1_000),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(500),
    ])
    const old = Buffer.concat([magic, Buffer.alloc(1_000), Buffer.from('WordDocument', 'utf16le')])
    expect(await refusalOf(readBytes('a.docx', locked))).toBe('FILE_ENCRYPTED')
    expect(await refusalOf(readBytes('a.doc', old))).toBe('FILE_TYPE_LEGACY')
  })

  test('a document nested deeper than any stack is refused, not a crash', async () => {
    const deep = '<w:tbl><w:tr><w:tc>'.repeat(20_000) + paragraph('x') + '</w:tc></w:tr></w:tbl>'.repeat(20_000)
    expect(await refusalOf(readBytes('a.docx', docx(deep)))).toBe('FILE_DAMAGED')
  })
})

function entry(name: string): string {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  return name.startsWith('[')
    ? `<Types><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`
    : '<a/>'
}
