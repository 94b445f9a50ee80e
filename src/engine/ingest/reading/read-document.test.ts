import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outline, readBytes, readFile, refusalOf, sharedData } from '../../../../test/support/reading.ts'
import type { DocumentType } from '../../../contract/document.ts'
import { withText } from '../../store/packed-content.ts'
import { chunkDocument } from '../chunking/chunk-document.ts'
import { expandArchive } from './expand-archive.ts'

const documents = join(sharedData, 'documents')

/** Phrases and pages were found with pdftotext, unzip and by looking at the files, not with Diwan. */
const readable: { file: string; type: DocumentType; phrase: string; page: number | null }[] = [
  { file: 'pdf/basicapi.pdf', type: 'pdf', phrase: 'Table Of Content', page: 1 },
  { file: 'pdf/basicapi.pdf', type: 'pdf', phrase: 'Powered by TCPDF (www.tcpdf.org)', page: 3 },
  {
    file: 'pdf/testPDF.pdf',
    type: 'pdf',
    phrase: 'sponsored by the Apache Lucene PMC. Incubation is required',
    page: 1,
  },
  { file: 'pdf/testOptionalHyphen.pdf', type: 'pdf', phrase: 'optionalhyphen', page: 1 },
  { file: 'pdf/testPDFTwoTextBoxes.pdf', type: 'pdf', phrase: 'Left column line 2', page: 1 },
  {
    file: 'office/testWORD.docx',
    type: 'docx',
    phrase: 'This document includes text that is BOLD and ITALIC.',
    page: null,
  },
  { file: 'office/testWORD.docx', type: 'docx', phrase: 'The table has things in it', page: null },
  { file: 'office/footnotes.docx', type: 'docx', phrase: 'snoska', page: null },
  { file: 'ebook/testEPUB_xml_ext.epub', type: 'epub', phrase: 'It was a bright cold day in April', page: 2 },
  { file: 'email/simple.mbox', type: 'mbox', phrase: 'Test content 1', page: 1 },
  { file: 'email/simple.mbox', type: 'mbox', phrase: 'Test content 2', page: 2 },
  { file: 'email/testLotusEml.eml', type: 'eml', phrase: 'Message body', page: null },
  { file: 'email/testLotusEml.eml', type: 'eml', phrase: 'Date: Thu, 4 Oct 2012 13:02:39 +0200', page: null },
  { file: 'html-text/testHTML.html', type: 'html', phrase: 'Indexation du fichier', page: null },
  { file: 'html-text/testMARKDOWN.md', type: 'markdown', phrase: 'bold and italic and struck text', page: null },
  { file: 'html-text/testMARKDOWN.md', type: 'markdown', phrase: 'Café naïve résumé', page: null },
  {
    file: 'html-text/welsh_corpus.txt',
    type: 'text',
    phrase: 'Licensed to the Apache Software Foundation',
    page: null,
  },
  { file: 'html-text/testCSV.csv', type: 'csv', phrase: 'Numbers and their Squares', page: null },
  { file: 'html-text/testCSV.csv', type: 'csv', phrase: '15 | 225', page: null },
  { file: 'office/testPPT.pptx', type: 'pptx', phrase: 'Attachment Test', page: 1 },
  { file: 'office/testPPT.pptx', type: 'pptx', phrase: 'developed by Rajiv Kumar Nistala', page: 2 },
  { file: 'office/testPPT.pptx', type: 'pptx', phrase: 'Black Panther', page: 3 },
  { file: 'office/testEXCEL.xlsx', type: 'xlsx', phrase: 'Written and saved in Microsoft Excel X for Mac', page: 1 },
  { file: 'office/testEXCEL.xlsx', type: 'xlsx', phrase: '15 | 225', page: 1 },
  { file: 'office/testODFwithOOo3.odt', type: 'odt', phrase: 'This is of course a simple footnote', page: null },
  { file: 'office/testODFwithOOo3.odt', type: 'odt', phrase: 'This is a rectangle with a blue background', page: null },
  { file: 'office/testRTF.rtf', type: 'rtf', phrase: 'Test d’indexation Word', page: null },
]

const refused = {
  // pdfinfo asks for a password on both; the other encrypted file opens without one and has an empty page.
  'pdf/issue6010_1.pdf': 'FILE_ENCRYPTED',
  'pdf/testPassword4Spaces.pdf': 'FILE_ENCRYPTED',
  'pdf/empty_protected.pdf': 'FILE_NO_TEXT',
  // Two pictures: pdftotext finds nothing either.
  'pdf/two_pages.pdf': 'FILE_NO_TEXT',
}

describe('the files of the shared collection', () => {
  test('every file is either read or refused: none is forgotten', () => {
    const all = globSync('**/*.*', { cwd: documents }).map((file) => file.replaceAll('\\', '/'))
    expect(all.sort()).toEqual(
      [...new Set([...readable.map(({ file }) => file), ...Object.keys(refused), 'html-text/moby.zip'])].sort(),
    )
  })

  test('LIB-1.folder: moby.zip, imploded and shrunk by the first PKZIP, is a folder of 135 files', () => {
    const bytes = readFileSync(join(documents, 'html-text/moby.zip'))
    const { members, next } = expandArchive(new Uint8Array(bytes), { from: 0, depth: 0, maximumBytes: 1_000_000 })
    expect({ files: members.length, next }).toEqual({ files: 135, next: null })
    const texts = Object.fromEntries(
      members.map((member) => [member.path, 'bytes' in member ? Buffer.from(member.bytes).toString() : member.refused]),
    )
    // As unzip shows them; each file's check sum is compared when it is unpacked.
    expect(texts['moby.1']).toContain('Call me Ishmael.  Some years ago--never mind how\nlong precisely')
    expect(texts['moby.122']).toContain('MIDNIGHT ALOFT')
  })

  for (const { file, type, phrase, page } of readable) {
    test(`LIB-1.${type}: LIB-6.page: ${file} has “${phrase}” on its page`, async () => {
      const document = await readFile(join(documents, file))
      const chunk = withText(document.text, chunkDocument(document)).find(({ text }) => text.includes(phrase))
      expect({ type: document.type, page: chunk?.page }).toEqual({ type, page })
    })
  }

  for (const [file, code] of Object.entries(refused)) {
    test(`LIB-2.typed-error: ${file} is refused with ${code}`, async () => {
      expect(await refusalOf(readFile(join(documents, file)))).toBe(code)
    })
  }
})

describe('a folder of real Markdown', () => {
  test('LIB-6.span: blocks and chunks of each file are in order and hold all of its visible text', async () => {
    const files = globSync('docs-tree/**/*.md', { cwd: sharedData })
    expect(files.length).toBeGreaterThan(50)
    for (const file of files) {
      const document = await readFile(join(sharedData, file))
      for (const spans of [document.blocks, chunkDocument(document)]) {
        let reached = 0
        let left = ''
        for (const { start, end } of spans) {
          left += document.text.slice(reached, Math.max(reached, start))
          reached = Math.max(reached, end)
        }
        expect((left + document.text.slice(reached)).trim(), file).toBe('')
      }
    }
  })
})

describe('telling what a file is', () => {
  test('LIB-2.type: content decides, whatever the name says', async () => {
    const page = '<!DOCTYPE html><title>T</title><p>Hello page</p>'
    const types = await Promise.all([
      readBytes('a.txt', page),
      readBytes('notes.md', `\n<!-- made by a program -->\n${page}`),
      readBytes('a.html', 'Only words, 3 < 4, no tags.'),
      readBytes('README', 'Only words'),
      readBytes('picture.md', '<p align="center">Logo</p>\n\n# Hello'),
      readFile(join(documents, 'office/testWORD.docx')),
    ])
    expect(types.map(({ type }) => type)).toEqual(['html', 'html', 'text', 'text', 'markdown', 'docx'])
  })

  test('LIB-2.type: drawings and programs are refused under any name', async () => {
    const noise = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7919) >> 3)
    const svg = '<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><text>Hi</text></svg>'
    const codes = await Promise.all(
      [noise, svg, '\x7fELF\x02\x01\x01\0\0\0\0\0'].map((content) => refusalOf(readBytes('notes.md', content))),
    )
    expect(codes).toEqual(Array(3).fill('FILE_TYPE_UNSUPPORTED'))
  })

  test('LIB-2.empty: no bytes, only white space, only marks without text', async () => {
    const empty = ['', ' \n\t\r\n ', '\ufeff', '\ufeff \n', '\u00a0\u3000']
    const names = ['a.txt', 'a.md', 'a.pdf', 'a.html']
    const codes = await Promise.all(empty.flatMap((text) => names.map((name) => refusalOf(readBytes(name, text)))))
    const marked = await Promise.all([
      refusalOf(readBytes('a.md', '---\ntitle: Nothing\n---\n\n***\n')),
      refusalOf(readBytes('a.html', '<!doctype html><html><body><script>let text = 1</script></body></html>')),
    ])
    expect(new Set([...codes, ...marked])).toEqual(new Set(['FILE_EMPTY']))
  })

  test('the canonical text has no NULs, no control characters, no lone surrogates, only line feeds', async () => {
    const lone = Buffer.from('a\0b \x1b[31mred\x07 \r\nnext\rlast \u2028 line', 'utf8')
    const wide = Buffer.from('\ufeffhalf \ud800 pair', 'utf16le')
    const texts = [await readBytes('a.txt', lone), await readBytes('b.txt', wide), await readBytes('c.md', lone)]
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(texts.filter(({ text }) => /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028]/.test(text) || !text.isWellFormed())).toEqual(
      [],
    )
    expect(outline(await readBytes('b.txt', wide))).toEqual([['paragraph', 'half \ufffd pair']])
  })
})
