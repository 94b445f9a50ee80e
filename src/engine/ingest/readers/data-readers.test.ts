import { describe, expect, test } from 'vitest'
import { outline, readBytes } from '../../../../test/support/reading.ts'
import { withText } from '../../store/packed-content.ts'
import { chunkDocument } from '../chunking/chunk-document.ts'

describe('CSV', () => {
  test('LIB-1.csv: LIB-6.line: fields with quotes, delimiters and line ends; each row knows its line', async () => {
    const source = 'name;note\r\n"Ada; L.";"two\r\nlines"\r\n\r\nGrace;"said ""hi"""\r\n'
    const document = await readBytes('a.csv', source)
    expect(outline(document)).toEqual([['table', 'name | note\nAda; L. | two lines\nGrace | said "hi"']])
    const [block] = document.blocks
    const starts = block?.rows?.map(([first]) => first?.start)
    // Two lines of a field and an empty one lie between the second row and the third.
    expect({ line: block?.line, lines: block?.lines }).toEqual({
      line: 1,
      lines: [starts?.[1], starts?.[2], starts?.[2], starts?.[2]],
    })
  })

  test('LIB-6.line: the chunk of a row far down knows its line', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `person ${index},${index * 3},"town\n${index}"`)
    const source = `name,points,town\n${rows.join('\n')}\n`
    const document = await readBytes('a.csv', source)
    const chunk = withText(document.text, chunkDocument(document)).find(({ text }) => text.includes('person 4321 |'))
    const line = source.slice(0, source.indexOf('person 4321,')).split('\n').length
    const within = chunk?.text.slice(0, chunk.text.indexOf('person 4321 |')).match(/person/g)?.length ?? 0
    expect(chunk?.line).toBe(line - 2 * within)
  })

  for (const [name, delimiter] of Object.entries({ comma: ',', semicolon: ';', tab: '\t', bar: '|' })) {
    test(`the delimiter is found: ${name}`, async () => {
      const rows = [
        ['city', 'size', 'said'],
        ['Bonn', '1.5', 'a b'],
        ['Köln', '2.5', 'c d'],
      ]
      const document = await readBytes('a.csv', rows.map((row) => row.join(delimiter)).join('\n'))
      expect(document.text).toBe(rows.map((row) => row.join(' | ')).join('\n'))
    })
  }

  test('titles over a table are paragraphs, and what Excel says of the delimiter is believed', async () => {
    const document = await readBytes('a.csv', 'sep=;\nSales, 2024;;\nmonth;a;b\nMay;1,5;2\n')
    expect(outline(document)).toEqual([
      ['paragraph', 'Sales, 2024'],
      ['table', 'month | a | b\nMay | 1,5 | 2'],
    ])
    expect(document.blocks.map(({ line }) => line)).toEqual([2, 3])
  })

  test('a quote that never ends loses no row', async () => {
    const document = await readBytes('a.csv', 'a,b\n1,2\n"open,3\n4,5\n6,7\n')
    expect({ text: document.text, warnings: document.warnings }).toEqual({
      text: 'a | b\n1 | 2\n"open | 3\n4 | 5\n6 | 7',
      warnings: [{ code: 'CSV_QUOTE_OPEN', page: null }],
    })
  })

  // Would catch a quote inside a word that makes the number of quotes even, while one of them never ends.
  test('an even number of quotes, of which one never ends, is no failure', async () => {
    const text = '5" pipe\nand a second line\n"open\nthat goes on\n'
    expect((await readBytes('pipes.txt', text)).type).toBe('text')
    expect((await readBytes('pipes.csv', text)).text).toContain('that goes on')
  })

  test('LIB-2.type: a table under a name that says nothing is one, prose with commas is not', async () => {
    const table = Array.from({ length: 8 }, (_, index) => `${index}\tname ${index}\t${index * 2}`).join('\n')
    const prose = Array.from({ length: 8 }, () => 'First this, then that, and more, at last.').join('\n')
    const types = await Promise.all([table, prose].map((text) => readBytes('export.txt', `${text}\n`)))
    expect(types.map(({ type }) => type)).toEqual(['csv', 'text'])
  })

  test('old encodings are read', async () => {
    const document = await readBytes('a.csv', Buffer.from('Straße,Größe\nHöhenweg,groß\nMühlgäßchen,süß\n', 'latin1'))
    expect(document.text).toContain('Mühlgäßchen | süß')
  })
})

describe('JSON', () => {
  test('LIB-1.json: each value stands with the keys that lead to it', async () => {
    const source = JSON.stringify({ users: [{ name: 'Ada', tags: ['x', 'y'], empty: {}, none: null }], 'a b': 1.5 })
    const document = await readBytes('a.json', source)
    expect(document.text).toBe(
      'users[0].name: Ada\nusers[0].tags[0]: x\nusers[0].tags[1]: y\nusers[0].empty: {}\nusers[0].none: null\na b: 1.5',
    )
  })

  test('LIB-6.line: a chunk knows the line of its first value', async () => {
    const source = JSON.stringify(
      Array.from({ length: 400 }, (_, index) => ({ id: index, word: `word${index} `.repeat(8).trim() })),
      null,
      2,
    )
    const document = await readBytes('a.json', source)
    const lines = source.split('\n')
    for (const { line, text } of withText(document.text, chunkDocument(document))) {
      const [, key = '', value = ''] = /\.(id|word): (.*)/.exec(text) ?? []
      expect(lines[(line ?? 0) - 1]).toContain(`"${key}": `)
      expect(lines[(line ?? 0) - 1]).toContain(value)
    }
  })

  test('LIB-1.json: JSON by lines is read record by record; a bad line is kept as it is', async () => {
    const document = await readBytes('a.jsonl', '{"q": "one"}\n\n{"q": oops\n{"q": {"deep": "three"}}\n')
    expect(document.blocks.map(({ line, start, end }) => [line, document.text.slice(start, end)])).toEqual([
      [1, 'q: one'],
      [3, '{"q": oops'],
      [4, 'q.deep: three'],
    ])
    expect(document.warnings).toEqual([{ code: 'JSON_LINE_INVALID', page: null }])
  })

  test('LIB-2.type: JSON is told by its content; what only seems to be is text', async () => {
    const sources = ['{"a": 1}', '[1, 2]', '[1] A note.', '{curly} words', '["quoted"](link)']
    const types = await Promise.all(sources.map((source) => readBytes('notes.txt', source)))
    expect(types.map(({ type }) => type)).toEqual(['json', 'json', 'text', 'text', 'text'])
  })

  test('LIB-2.truncated: JSON that was cut is read as text, with a warning', async () => {
    const document = await readBytes('a.json', '{"a": "kept", "b": {"c": [1, 2')
    expect({ text: document.text, warnings: document.warnings }).toEqual({
      text: '{"a": "kept", "b": {"c": [1, 2',
      warnings: [{ code: 'JSON_INVALID', page: null }],
    })
  })

  test('comments are let pass; no nesting is too deep', async () => {
    const commented = await readBytes('a.json', '// settings\n{ /* a */ "a": 1, }')
    const deep = await readBytes('a.json', `${'{"k":['.repeat(100_000)}"bottom"${']}'.repeat(100_000)}`)
    expect([commented.text, deep.text.endsWith(': bottom'), deep.text.length < 200]).toEqual(['a: 1', true, true])
  })
})
