import type { Llama } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toGrammarSchema } from './grammar-schema.ts'
import { openLlama } from './open-llama.ts'
import { tightenGrammar } from './tighten-grammar.ts'

const plenty = 1_000_000
const asked = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    price: { type: 'number' },
    count: { type: 'integer' },
    words: { type: 'array', items: { type: 'string' } },
  },
  additionalProperties: { type: 'number' },
}

let llama: Llama

beforeAll(async () => {
  llama = await openLlama(1)
})
afterAll(() => llama.dispose())

/** The library's own grammar for what is asked, and what is made of it where the answer has so much room. */
async function grammarsFor(room: number, wanted: Record<string, unknown> = asked) {
  const { schema, bound } = toGrammarSchema(wanted, room)
  const { grammar: loose } = await llama.createGrammarForJsonSchema(schema as never)
  return { loose, tight: tightenGrammar(loose, bound), bound }
}

/** Nothing may repeat without end but the lines behind the answer, which stand behind a mark that ends it. */
const endless = /[\])\w][*+]|\{\d+,\}/
const withoutEnd = (grammar: string) => grammar.replace(' "\\n\\n\\n\\n" [\\n]*', '')

/** A rule of a grammar, by its name. */
function rule(grammar: string, name: string): string | undefined {
  return grammar.split('\n').find((line) => line.startsWith(`${name} ::= `))
}

// The library's grammar is edited as text. These catch an update that writes it otherwise, so that nothing would be edited
// any more and nobody would hear of it.
describe('MOD-2.process: the grammar that the library writes', () => {
  it('numbers lose their exponents, and space between values its lines', async () => {
    const { loose, tight, bound } = await grammarsFor(plenty)
    expect(bound).toBeNull()
    expect(loose).toContain('[eE]')
    expect(rule(loose, 'comma-whitespace-b-1-4-rule')).toContain('[\\n]')
    const integer = '"-"? ("0" | [1-9] [0-9]{0,15})'
    expect(rule(tight, 'integer-number-rule')).toBe(`integer-number-rule ::= ${integer}`)
    expect(rule(tight, 'fractional-number-rule')).toBe(`fractional-number-rule ::= ${integer} ("." [0-9]{1,16})?`)
    const spaces = tight.split('\n').filter((line) => /^(comma-)?whitespace-/.test(line))
    expect(spaces.length).toBeGreaterThan(2)
    for (const space of spaces) expect(space).toMatch(/::= (\[ \]\?|"," \(\[ \]\?\))$/)
    expect(rule(tight, 'string-rule')).toBe(rule(loose, 'string-rule'))
  })

  it('where there is little room, every text, list and number ends', async () => {
    const { loose, tight, bound } = await grammarsFor(600)
    expect(bound).toEqual(expect.any(Number))
    expect(rule(loose, 'string-rule')).toContain('string-char-rule*')
    expect(rule(tight, 'string-rule')).toBe(`string-rule ::= "\\"" string-char-rule{0,${bound}} "\\""`)
    expect(rule(tight, `string-0-${bound}-rule`)).toContain(`( string-char-rule ){0,${bound}}`)
    const number = '"-"? ("0" | [1-9] [0-9]{0,5})'
    expect(rule(tight, 'integer-number-rule')).toBe(`integer-number-rule ::= ${number}`)
    expect(rule(tight, 'fractional-number-rule')).toBe(`fractional-number-rule ::= ${number} ("." [0-9]{1,3})?`)
    expect(withoutEnd(tight)).not.toMatch(endless)
  })

  // Catches a rule for any JSON, which goes as deep and as long as a model likes.
  it('so does what may be anything', async () => {
    const properties = { any: {}, list: { type: 'array' }, map: { type: 'object', additionalProperties: true } }
    for (const wanted of [{}, { type: 'object', properties }, { type: 'array', prefixItems: [{}, {}] }]) {
      const { tight } = await grammarsFor(600, wanted)
      expect(tight).not.toContain('any-json')
      expect(withoutEnd(tight)).not.toMatch(endless)
      await expect(llama.createGrammar({ grammar: tight })).resolves.toBeDefined()
    }
  })

  it('what is left is still a grammar', async () => {
    for (const room of [plenty, 600]) {
      const { tight } = await grammarsFor(room)
      await expect(llama.createGrammar({ grammar: tight })).resolves.toBeDefined()
    }
  })
})
