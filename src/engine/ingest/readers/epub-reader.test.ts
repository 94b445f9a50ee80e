import { describe, expect, test } from 'vitest'
import { readBytes, refusalOf } from '../../../../test/support/reading.ts'
import { type ZipEntry, zip } from '../../../../test/support/zip.ts'

const container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'

type Book = { manifest: string; spine: string; files: ZipEntry[]; metadata?: string }

/** A book by hand (EPUB 3.3, 3 and 4), its files out of order. */
function book({ manifest, spine, files, metadata = '<dc:title>The Lamp</dc:title>' }: Book): Uint8Array {
  const opf = `<?xml version="1.0"?><package xmlns:dc="x"><metadata>${metadata}</metadata><manifest>${manifest}</manifest><spine>${spine}</spine></package>`
  return zip([
    { name: 'mimetype', data: 'application/epub+zip' },
    { name: 'META-INF/container.xml', data: container },
    { name: 'OEBPS/book.opf', data: opf },
    ...files,
  ])
}

const chapter = (body: string) =>
  `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="x"><head><title/><script src="a.js"/></head><body>${body}</body></html>`

const item = (id: string, more = '') =>
  `<item id="${id}" href="text/${id}.xhtml" media-type="application/xhtml+xml" ${more}/>`
const file = (id: string, body: string): ZipEntry => ({ name: `OEBPS/text/${id}.xhtml`, data: chapter(body) })
const spineOf = (...ids: string[]) => ids.map((id) => `<itemref idref="${id}"/>`).join('')

describe('a book', () => {
  test('LIB-1.epub: chapters in reading order are pages, with titles from the contents, notes and words for pictures', async () => {
    const contents =
      '<nav epub:type="toc"><ol><li><a href="text/two.xhtml#top">The Second</a></li><li><a href="text/one%20a.xhtml">Unused</a></li></ol></nav>'
    const bytes = book({
      manifest: `${item('two')}<item id="one" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/><item id="nav" href="nav.xhtml" properties="nav scripted"/>`,
      spine: spineOf('one', 'two'),
      files: [
        file(
          'two',
          '<p>Wind.<img src="m.png" alt="A mast in the fog"/></p><aside epub:type="footnote"><p>Force nine.</p></aside>',
        ),
        file('one a', '<h1>The First</h1><p>Rain &amp; sea.</p><a id="p2"/><p>More&nbsp;rain.</p>'),
        { name: 'OEBPS/nav.xhtml', data: chapter(contents) },
      ],
      metadata:
        '<dc:title>The Lamp</dc:title><dc:creator>Ada Reed</dc:creator><dc:creator>Bo Lind</dc:creator><dc:language>en</dc:language><dc:date>2021-04-05</dc:date><dc:description>&lt;p&gt;A &lt;b&gt;tale&lt;/b&gt;.&lt;/p&gt;</dc:description><dc:subject>Sea</dc:subject>',
    })
    const document = await readBytes('book.zip', bytes)
    expect(document.blocks.map(({ kind, page, start, end }) => [page, kind, document.text.slice(start, end)])).toEqual([
      [1, 'heading', 'The First'],
      [1, 'paragraph', 'Rain & sea.'],
      [1, 'paragraph', 'More rain.'],
      [2, 'heading', 'The Second'],
      [2, 'paragraph', 'Wind. A mast in the fog'],
      [2, 'note', 'Force nine.'],
    ])
    expect({ type: document.type, title: document.title, properties: document.properties }).toEqual({
      type: 'epub',
      title: 'The Lamp',
      properties: {
        author: 'Ada Reed, Bo Lind',
        language: 'en',
        published: '2021-04-05',
        description: 'A tale.',
        keywords: 'Sea',
      },
    })
  })

  test('titles of an older book come from its NCX', async () => {
    const ncx =
      '<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src="text/a.xhtml"/><navPoint><navLabel><text>One b</text></navLabel><content src="text/b.xhtml"/></navPoint></navPoint></navMap></ncx>'
    const bytes = book({
      manifest: `${item('a')}${item('b')}<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>`,
      spine: spineOf('a', 'b'),
      files: [file('a', '<p>x</p>'), file('b', '<p>y</p>'), { name: 'OEBPS/toc.ncx', data: ncx }],
    })
    expect((await readBytes('a.epub', bytes)).text).toBe('One\n\nx\n\nOne b\n\ny')
  })

  test('LIB-2.isolation: a chapter that is missing or damaged costs only itself', async () => {
    const bytes = book({
      manifest: item('a') + item('b') + item('c'),
      spine: spineOf('a', 'b', 'c'),
      files: [{ ...file('a', '<p>x</p>'), damaged: true }, file('c', '<p>The third.</p>')],
    })
    const { blocks, warnings } = await readBytes('a.epub', bytes)
    expect([blocks.map(({ page }) => page), warnings]).toEqual([
      [3],
      [1, 2].map((page) => ({ code: 'CHAPTER_UNREADABLE', page })),
    ])
  })

  test('LIB-2.encrypted: copy protection is named; hidden fonts are none', async () => {
    const encryption = (algorithm: string, path: string) => ({
      name: 'META-INF/encryption.xml',
      data: `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/><enc:CipherData><enc:CipherReference URI="${path}"/></enc:CipherData></enc:EncryptedData></encryption>`,
    })
    const make = (hidden: ZipEntry) =>
      book({ manifest: item('a'), spine: spineOf('a'), files: [file('a', '<p>Read me.</p>'), hidden] })
    const locked = make(encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'OEBPS/text/a.xhtml'))
    const fonts = make(encryption('http://www.idpf.org/2008/embedding', 'OEBPS/text/a.xhtml'))
    expect(await refusalOf(readBytes('a.epub', locked))).toBe('FILE_ENCRYPTED')
    expect((await readBytes('a.epub', fonts)).text).toBe('Read me.')
  })

  test('LIB-2.entities: an entity of the book’s own is never expanded, and none is fetched', async () => {
    const evil = `<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&a;&x; end</p></body></html>`
    const bytes = book({
      manifest: item('a'),
      spine: spineOf('a'),
      files: [{ name: 'OEBPS/text/a.xhtml', data: evil }],
    })
    const { text } = await readBytes('a.epub', bytes)
    expect([text.includes('boom'), text.includes('root:'), text.endsWith('end')]).toEqual([false, false, true])
  })

  test('without a package, or without chapters, it is damaged', async () => {
    const none = zip([{ name: 'mimetype', data: 'application/epub+zip' }])
    const codes = [none, book({ manifest: '', spine: '', files: [] })].map((bytes) =>
      refusalOf(readBytes('a.epub', bytes)),
    )
    expect(await Promise.all(codes)).toEqual(['FILE_DAMAGED', 'FILE_DAMAGED'])
  })
})
