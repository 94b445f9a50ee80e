import { describe, expect, test } from 'vitest'
import { type Leads, type NearName, type NearSection, suggestFollowUps } from './follow-ups.ts'

const nothing: Leads = { askedNext: [], sections: [], names: [] }
const section = (heading: string, more: Partial<NearSection> = {}): NearSection => ({
  heading,
  ...{ parent: null, steps: 1, rank: 0 },
  ...more,
})
const named = (name: string, elsewhere: number, more: Partial<NearName> = {}): NearName => ({
  ...{ name, elsewhere, kind: 'organisation', rank: 0 },
  ...more,
})
const suggest = (leads: Partial<Leads>, asked: readonly string[]) =>
  suggestFollowUps({ ...nothing, ...leads }, asked).map(({ question }) => question)

describe('questions that may follow an answer', () => {
  // Would catch: English sentences around the words of documents in other languages, or words that only English has.
  test.each([
    ['English', ['How long is the warranty?'], ['Returns and refunds', 'Repair costs'], 'Acme Works'],
    ['German', ['Wie lange gilt die Garantie?'], ['Rückgabe und Erstattung', 'Kosten der Reparatur'], 'Meyer Werke'],
    [
      'French',
      ['Combien de temps dure la garantie ?'],
      ['Retours et remboursements', 'Frais de réparation'],
      'Société Lumière',
    ],
    ['Arabic', ['كم مدة الضمان؟'], ['سياسة الإرجاع', 'تكاليف الإصلاح'], 'شركة النور'],
    ['Chinese', ['保修期多长？'], ['退货与退款', '维修费用'], '光明公司'],
    ['Russian', ['Сколько длится гарантия?'], ['Возврат и обмен', 'Стоимость ремонта'], 'Завод Победа'],
  ])('RET-11.idle: are headings and names as they stand, in %s', (_language, asked, [next = '', later = ''], name) => {
    const sections = [section(later, { steps: 2 }), section(next)]
    expect(suggest({ sections, names: [named(name, 3)] }, asked)).toEqual([next, later, name])
  })

  test('a heading that asks comes before one that does not; the number before it goes', () => {
    const sections = [section('2.1 Shipping and delivery'), section('3) ¿Cómo se devuelve un producto?', { steps: 2 })]
    expect(suggest({ sections }, ['What does it cost?'])).toEqual([
      'Shipping and delivery',
      '¿Cómo se devuelve un producto?',
    ])
    expect(suggest({ sections: [section('1984 in review')] }, ['What happened?'])).toEqual(['1984 in review'])
  })

  // Would catch: "Einleitung", which every document has, as a question.
  test('a heading of one word is named with what is above it, and left out where nothing is', () => {
    expect(suggest({ sections: [section('Windows', { parent: '4 Installation' })] }, ['How?'])).toEqual([
      'Installation: Windows',
    ])
    expect(suggest({ sections: [section('Einleitung'), section('See also', { parent: 'Wings' })] }, ['Wie?'])).toEqual(
      [],
    )
  })

  test('what was asked next another time comes first', () => {
    const askedNext = [{ question: 'And who pays for it, the buyer?', times: 1 }]
    const leads = { askedNext: [{ question: 'Who pays for returns?', times: 2 }], sections: [section('Repair costs')] }
    expect(suggest(leads, ['How long is the warranty?'])).toEqual(['Who pays for returns?', 'Repair costs'])
    // It says what it means only after the question that it followed.
    expect(suggest({ askedNext }, ['How long is the warranty?'])).toEqual([])
  })

  test('nothing that was asked already, in whatever form, and nothing twice', () => {
    const sections = [section('The warranty'), section('Repair costs'), section('Costs of repair', { steps: 2 })]
    expect(suggest({ sections }, ['Repairs: their cost?', 'How long is the warranty?'])).toEqual([])
    expect(suggest({ sections: sections.slice(1) }, ['How long?'])).toHaveLength(1)
  })

  test('no question about all documents, no code, no path, and a name only where it stands elsewhere and says what it is', () => {
    const sections = ['How many documents mention taxes?', 'npm run {name}', 'https://example.org/a b'].map((heading) =>
      section(heading),
    )
    const names = [
      named('Ada Lovelace', 0),
      named('PDF', 9, { kind: 'name' }),
      named('a@b.example', 2, { kind: 'address' }),
    ]
    expect(suggest({ sections, names }, ['What?'])).toEqual([])
  })

  test('three at most, and no more than two of a kind while there are others', () => {
    const sections = ['Repair costs', 'Spare parts', 'Opening hours', 'Contact by post'].map((heading, at) =>
      section(heading, { steps: at + 1 }),
    )
    const names = [named('Ada Lovelace', 1, { rank: 2 })]
    expect(suggest({ sections, names }, ['Who?'])).toEqual(['Repair costs', 'Spare parts', 'Ada Lovelace'])
    expect(suggest({ sections }, ['Who?'])).toHaveLength(3)
  })
})
