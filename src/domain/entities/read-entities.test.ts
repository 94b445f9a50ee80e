import { describe, expect, test } from 'vitest'
import { readEntities } from './read-entities.ts'
import { linkAbbreviations } from './same-person.ts'

function read(text: string, blocks: Parameters<typeof readEntities>[0]['blocks'] = []) {
  const { entities, mentions, relations, definitions } = readEntities({ text, blocks, from: 0, to: text.length })
  const name = (place: number) => entities[place]?.folded ?? ''
  return {
    found: mentions.map(({ start, end, entity }) => `${entities[entity]?.kind}: ${text.slice(start, end)}`),
    folded: mentions.map(({ entity }) => name(entity)),
    relations: relations.map(({ from, to, label }) => [name(from), label, name(to)]),
    definitions: definitions.map(({ short, long }) => [name(short), name(long)]),
  }
}

describe('names', () => {
  test('RET-9.entities: what begins a sentence is a name only when something else says so', () => {
    const { found } = read(
      'Dr. Mary Smith founded Acme Corp. in London. Smith later moved to the University of Oxford. Yesterday John Brown met her. However, the board said nothing. Bread is made of flour.',
    )
    expect(found).toEqual([
      'person: Mary Smith',
      'organisation: Acme Corp',
      'place: London',
      'person: Smith',
      'organisation: University of Oxford',
      'person: John Brown',
    ])
  })

  test('RET-9.entities: a part of a person’s name means them, when nobody else can be meant', () => {
    expect(read('We saw Mary Smith there. Later, Smith left.').folded).toEqual(['mary smith', 'mary smith'])
    expect(read('We saw Mary Smith and John Smith there. Later they say Smith left.').folded).toEqual([
      'mary smith',
      'john smith',
      'smith',
    ])
  })

  test('German nouns are large too: one large word alone is no name', () => {
    expect(
      read(
        'Angela Merkel wurde am 17. Juli 1954 in Hamburg geboren. Die Katze sitzt auf dem Tisch und schläft in der Sonne.',
      ).folded,
    ).toEqual(['angela merkel', '1954-07-17'])
  })

  test('scripts without capitals: what a word beside the name tells', () => {
    expect(read('阿里巴巴集团在中国成立。北京大学的教授写了《红楼梦》研究。').found).toEqual([
      'organisation: 阿里巴巴集团',
      'place: 中国',
      'organisation: 北京大学',
      'name: 红楼梦',
    ])
    expect(read('وقال الدكتور محمد علي إن جامعة القاهرة في مصر').found).toEqual([
      'person: محمد علي',
      'organisation: جامعة القاهرة',
      'place: مصر',
    ])
  })

  test('headings and code make no names of their words', () => {
    const text = 'Getting Started With Garden Tools\nclass GardenTool extends BaseTool\nThe rake lies in the shed.'
    const lines = text.split('\n')
    const first = lines[0]?.length ?? 0
    const second = first + 1 + (lines[1]?.length ?? 0)
    expect(
      read(text, [
        { kind: 'heading', start: 0, end: first },
        { kind: 'code', start: first + 1, end: second },
        { kind: 'paragraph', start: second + 1, end: text.length },
      ]).found,
    ).toEqual([])
  })
})

describe('what is written by a pattern', () => {
  test('RET-9.entities: a date is the same in every notation; what may be two dates is none', () => {
    const same = [
      '4 March 2021',
      'March 4th, 2021',
      '2021-03-04',
      '4.3.2021',
      'le 4 mars 2021',
      '4 de marzo de 2021',
      '2021年3月4日',
    ]
    for (const date of same) expect([date, read(`It was on ${date}, they say.`).folded]).toEqual([date, ['2021-03-04']])
    expect(read('It was on 03/04/2021, or 31.02.2021, they say.').folded).toEqual([])
    expect(read('It was on 23/04/2021, in May 2020.').folded).toEqual(['2021-04-23', '2020-05'])
  })

  test('RET-9.entities: identifiers with a check digit are checked, those of two lengths are one', () => {
    expect(read('See ISBN 0-306-40615-2, ISBN-13: 978-0-306-40615-7 and ISBN 978-0-306-40615-8.').folded).toEqual([
      'isbn 9780306406157',
      'isbn 9780306406157',
    ])
    expect(read('as in RFC-2119, CVE-2021-44228, PROJ-142, ISO/IEC 27001:2013 and 10.1000/xyz123.').folded).toEqual([
      'rfc 2119',
      'cve-2021-44228',
      'proj-142',
      'iso/iec 27001',
      'doi 10.1000/xyz123',
    ])
  })

  test('RET-9.entities: addresses without what ends the sentence around them', () => {
    expect(read('Write to jo.doe@example.com (see https://www.Example.org/a_(b)/), or example.net.').folded).toEqual([
      'jo.doe@example.com',
      'example.org/a_(b)',
      'example.net',
    ])
  })
})

describe('what belongs together', () => {
  test('RET-9.entities: the words between two names say how, where they say something', () => {
    const { relations } = read(
      'Today we know that George Eliot wrote Middlemarch in Coventry. There was also Adam Bede and Silas Marner.',
    )
    expect(relations).toContainEqual(['george eliot', 'wrote', 'middlemarch'])
    expect(relations).toContainEqual(['middlemarch', null, 'coventry'])
    expect(relations).toContainEqual(['adam bede', null, 'silas marner'])
  })

  test('RET-9.entities: acronyms stand for words whose letters they are, and for no others', () => {
    expect(
      read(
        'The World Health Organization (WHO) and the Garden Club (XYZ) met. The IMF (International Monetary Fund) too.',
      ).definitions,
    ).toEqual([
      ['who', 'world health organization'],
      ['imf', 'international monetary fund'],
    ])
  })

  test('initials stand for the one full name that they fit', () => {
    expect(
      linkAbbreviations(
        ['j smith', 'm c curie', 'a b'],
        ['jane smith', 'john smith', 'marie curie', 'marie anne curie'],
      ),
    ).toEqual(new Map([['m c curie', 'marie curie']]))
  })
})

test('hostile text takes no time out of proportion', () => {
  const hostile = [
    'A.'.repeat(40_000),
    'a@'.repeat(40_000),
    'Van de '.repeat(15_000),
    '1-'.repeat(40_000),
    '(('.repeat(40_000),
  ]
  for (const text of hostile) expect(read(text).found.length).toBeLessThan(text.length)
})
