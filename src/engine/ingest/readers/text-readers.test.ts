import { describe, expect, test } from 'vitest'
import { outline, readBytes } from '../../../../test/support/reading.ts'

describe('Markdown', () => {
  test('LIB-1.markdown: what a reader sees, without the markup', async () => {
    const source = [
      '---\ntitle: "The guide"\n---',
      '# Head *line* <a id="x"></a>\n',
      'A [link](https://a.b "t") to `code`,\nwrapped <br>and ![a picture](p.png) <img src="q.png" alt=" seen">.[^1]\n',
      '1. first\n2. second\n   - inner\n\n   more of it\n',
      '- [x] done\n- [ ] open\n',
      '> quoted\n> words\n',
      '```js\n  let a = 1\n\n  b()\n```\n',
      '| A | B |\n|---|---|\n| 1 | *2* |\n| 3 | |\n',
      '<details><summary>More</summary><p>Hidden <b>text</b></p><script>no()</script></details>\n',
      '[^1]: The note.\n',
    ].join('\n')
    const document = await readBytes('a.md', source)
    expect(document.title).toBe('The guide')
    expect(outline(document)).toEqual([
      ['heading', 'Head line'],
      ['paragraph', 'A link to code, wrapped\nand a picture seen. [1]'],
      ['list-item', '1. first'],
      ['list-item', '2. second'],
      ['list-item', 'inner'],
      ['paragraph', 'more of it'],
      ['list-item', '[x] done'],
      ['list-item', '[ ] open'],
      ['quote', 'quoted words'],
      ['code', '  let a = 1\n\n  b()'],
      ['table', 'A | B\n1 | 2\n3 | '],
      ['paragraph', 'More'],
      ['paragraph', 'Hidden text'],
      ['note', '[1] The note.'],
    ])
  })

  test('nested beyond any stack, it is read as plain text with a warning', async () => {
    const document = await readBytes('a.md', `${'> '.repeat(10_000)}deep inside`)
    expect({ found: document.text.endsWith('deep inside'), warnings: document.warnings }).toEqual({
      found: true,
      warnings: [{ code: 'MARKUP_TOO_DEEP', page: null }],
    })
  })
})

describe('HTML', () => {
  const page = (body: string, head = '<title>A page</title>') =>
    `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`

  test('LIB-1.html: a fragment without a document around it loses none of its parts', async () => {
    const document = await readBytes(
      'lists.html',
      '<h1>Fruit</h1><ul><li>one apple</li><li>two pears</li></ul><p>Done.</p>',
    )
    expect(document.text).toBe('Fruit\n\none apple\ntwo pears\n\nDone.')
  })

  test('LIB-1.html: structure is kept, what is not text is not', async () => {
    const body = `<h1>Top</h1><p>One <b>bold</b>
      line<br>next</p>loose <i>words</i><ul><li>a<ul><li>b</li></ul></li></ul><ol start="3"><li>three<li>four</ol>
      <blockquote><p>said</p></blockquote><pre>  code\n    here</pre>
      <table><caption>Cap</caption><tr><th>H<th>I<tr><td>1<td><p>2</p></table>
      <div hidden>not seen</div><style>p{}</style><script>let x = "not text"</script><noscript>off</noscript>
      <figure><img alt="A chart"><figcaption>Fig. 1</figcaption></figure><textarea>typed</textarea>`
    const document = await readBytes('a.html', page(body))
    expect({ title: document.title, warnings: document.warnings }).toEqual({
      title: 'A page',
      warnings: [{ code: 'SCRIPTS_IGNORED', page: null }],
    })
    expect(outline(document)).toEqual([
      ['heading', 'Top'],
      ['paragraph', 'One bold line\nnext'],
      ['paragraph', 'loose words'],
      ['list-item', 'a'],
      ['list-item', 'b'],
      ['list-item', '3. three'],
      ['list-item', '4. four'],
      ['quote', 'said'],
      ['code', '  code\n    here'],
      ['caption', 'Cap'],
      ['table', 'H | I\n1 | 2'],
      ['paragraph', 'A chart'],
      ['caption', 'Fig. 1'],
    ])
  })

  test('an article is told from the menus around it, and so is the text of a page that is no article', async () => {
    const menu = '<nav><ul><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul></nav>'
    const prose = Array.from(
      { length: 12 },
      (_, index) => `<p>Paragraph ${index}: ${'a sentence, with a comma. '.repeat(12)}</p>`,
    )
    const article = await readBytes(
      'a.html',
      page(`${menu}<article><h1>News</h1>${prose.join('')}</article><footer>Imprint</footer>`),
    )
    const overview = await readBytes('b.html', page(`${menu}<p>Welcome.</p>`))
    expect([article.text.includes('About'), article.text.includes('Paragraph 11')]).toEqual([false, true])
    expect(outline(overview).map(([, text]) => text)).toEqual(['Welcome.'])
  })

  test('the encoding is what a mark or the page says, and the bytes when the page is wrong', async () => {
    const latin = Buffer.from(page('<p>Größe</p>', '<meta charset="iso-8859-1"><title>x</title>'), 'latin1')
    const claims = Buffer.from(page('<p>Größe</p>', '<meta charset="iso-8859-1"><title>x</title>'), 'utf8')
    const marked = Buffer.from(`\ufeff${page('<p>Größe</p>', '<meta charset="iso-8859-1">')}`, 'utf16le')
    const wrong = Buffer.from(
      page('<p>Größe</p>', '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'),
      'latin1',
    )
    const texts = await Promise.all([latin, claims, marked, wrong].map((bytes) => readBytes('a.html', bytes)))
    expect(texts.map(({ text }) => text)).toEqual(['Größe', 'GrÃ¶Ã\u0020e'.replace('\u0020', ' '), 'Größe', 'Größe'])
  })

  test('a page nested thirty thousand deep is read', async () => {
    const document = await readBytes('a.html', page(`${'<div>'.repeat(30_000)}bottom`))
    expect(document.text).toBe('bottom')
  })
})

describe('plain text', () => {
  test('LIB-1.text: paragraphs, line breaks, and every usual encoding', async () => {
    const text = 'Größe und Maß: 12 €.\r\nZweite Zeile.\r\n\r\n  \r\nNächster Absatz — mit Gedankenstrich.\r\n'
    const expected = [
      ['paragraph', 'Größe und Maß: 12 €.\nZweite Zeile.'],
      ['paragraph', 'Nächster Absatz — mit Gedankenstrich.'],
    ]
    const wide = Buffer.from(text, 'utf16le')
    const encodings = {
      utf8: Buffer.from(text),
      'utf8 with a mark': Buffer.from(`\ufeff${text}`),
      'utf16le with a mark': Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
      'utf16be with a mark': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]),
      utf16le: wide,
      utf16be: Buffer.from(wide).swap16(),
      'windows-1252': Buffer.from(text.replaceAll('€', '\x80').replaceAll('—', '\x97'), 'latin1'),
    }
    for (const [name, bytes] of Object.entries(encodings)) {
      expect(outline(await readBytes('a.txt', bytes)), name).toEqual(expected)
    }
  })

  test('a text that lost a byte is still read as UTF-8, and says so', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Größe, Länge, Höhe, Maß, Fuß, Öl, Übung, Äste, Süß, '),
      Buffer.from([0xc3]),
      Buffer.from(' Ende'),
    ])
    const document = await readBytes('a.txt', bytes)
    expect({ text: document.text.slice(0, 12), warnings: document.warnings }).toEqual({
      text: 'Größe, Länge',
      warnings: [{ code: 'ENCODING_LOSSY', page: null }],
    })
  })

  test('LIB-2.type: mail is told from text, and notes that begin like mail are text', async () => {
    const mail = 'Received: from a\r\nMessage-ID: <1@b>\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n\r\nBody'
    const saved = 'From: Ann\nTo: Bob\nSubject: Lunch\n\nAt noon.'
    const notes = ['Note: from here\nSubject: life\n\nAll of it.', 'From: here\nTo: there\nA subject: none\n\nx: y']
    const types = await Promise.all([mail, saved, ...notes].map(async (text) => (await readBytes('a.txt', text)).type))
    expect(types).toEqual(['eml', 'eml', 'text', 'text'])
  })
})
