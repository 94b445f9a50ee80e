import { describe, expect, it } from 'vitest'
import { toGrammarSchema } from './grammar-schema.ts'

const plenty = 1_000_000
const schemaOf = (schema: Record<string, unknown>, room = plenty) => toGrammarSchema(schema, room).schema

describe('MOD-2.process: JSON Schema as a grammar takes it', () => {
  it('choices, references, both kinds of definitions and nullable types', () => {
    expect(
      schemaOf({
        type: 'object',
        definitions: { name: { type: 'string', minLength: 1 } },
        properties: {
          who: { $ref: '#/definitions/name' },
          what: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          when: { type: ['string', 'null'] },
          both: {
            allOf: [{ type: 'object', properties: { a: { type: 'boolean' } } }, { properties: { b: { const: 1 } } }],
          },
        },
        required: ['who'],
      }),
    ).toEqual({
      type: 'object',
      $defs: { name: { type: 'string', minLength: 1 } },
      properties: {
        who: { $ref: '#/$defs/name' },
        what: { oneOf: [{ type: 'string' }, { type: 'null' }] },
        when: { oneOf: [{ type: 'string' }, { type: 'null' }] },
        both: { type: 'object', properties: { a: { type: 'boolean' }, b: { const: 1 } } },
      },
    })
  })

  it('what a grammar does not hold is named; small ranges of integers are listed', () => {
    const { schema, unheld } = toGrammarSchema(
      {
        type: 'object',
        properties: {
          stars: { type: 'integer', minimum: 1, maximum: 5 },
          price: { type: 'number', minimum: 0 },
          code: { type: 'string', pattern: '^a', format: 'email' },
        },
      },
      plenty,
    )
    expect(schema).toMatchObject({ properties: { stars: { enum: [1, 2, 3, 4, 5] }, price: { type: 'number' } } })
    expect(unheld).toEqual(['format', 'minimum', 'pattern'])
  })

  // Catches JSON that a rambling model never ends: cut at its limit, it would be none.
  it('where the answer has little room, strings and lists end before it does', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'string' } } },
    }
    expect(toGrammarSchema(schema, 360)).toEqual({
      schema: {
        type: 'object',
        properties: {
          a: { type: 'string', maxLength: 34 },
          b: { type: 'array', items: { type: 'string', maxLength: 34 }, maxItems: 4 },
        },
      },
      unheld: [],
      bound: 34,
    })
    expect(schemaOf(schema)).toMatchObject({ properties: { a: { type: 'string' } } })
  })

  it('a schema without a word takes anything; where there is little room, a few short values', () => {
    expect(schemaOf({})).toMatchObject({ oneOf: [{ type: ['string', 'number', 'boolean', 'null'] }, {}, {}] })
    const maxLength = 10
    const value = { oneOf: [{ type: 'string', maxLength }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] }
    const list = { type: 'array', items: value, maxItems: 4 }
    const object = { type: 'object', additionalProperties: value, maxProperties: 4 }
    expect(schemaOf({ description: 'anything' }, 170)).toEqual({ oneOf: [value, object, list] })
    expect(schemaOf({ type: 'array' }, 130)).toMatchObject({ items: { oneOf: [{ maxLength: 11 }, {}, {}, {}] } })
    expect(schemaOf({ type: 'object', additionalProperties: true }, 190)).toMatchObject({ maxProperties: 4 })
  })

  it('a list of set items has no others behind them, unless it may', () => {
    const two = [{ type: 'string' }, { type: 'boolean' }]
    expect(schemaOf({ type: 'array', prefixItems: two })).toEqual({ type: 'array', prefixItems: two, maxItems: 2 })
    expect(schemaOf({ type: 'array', prefixItems: two, items: false })).toMatchObject({ maxItems: 2 })
    const open = { type: 'array', prefixItems: two, items: { type: 'null' } }
    expect(schemaOf(open)).toEqual(open)
  })

  // Catches an answer that lacks what was asked for beside a choice, and nobody hears of it.
  it('what holds beside a choice holds for each of its parts; what stands beside a reference is named', () => {
    const kinds = ['a', 'b'].map((kind) => ({ properties: { kind: { const: kind } } }))
    const beside = { type: 'object', properties: { id: { type: 'integer' } } }
    expect(schemaOf({ ...beside, oneOf: kinds })).toEqual({
      oneOf: kinds.map(({ properties }) => ({
        type: 'object',
        properties: { id: { type: 'integer' }, ...properties },
      })),
    })
    expect(schemaOf({ allOf: [{ minLength: 2 }] })).toEqual({ type: 'string', minLength: 2 })
    const $defs = { base: { type: 'object', properties: {} } }
    const unheldOf = (schema: Record<string, unknown>) => toGrammarSchema({ $defs, ...schema }, plenty).unheld
    expect(unheldOf({ allOf: [{ $ref: '#/$defs/base' }], description: 'one' })).toEqual([])
    expect(unheldOf({ allOf: [{ $ref: '#/$defs/base' }, { properties: { more: {} } }] })).toEqual(['properties'])
    expect(unheldOf({ $ref: 'https://example.org/other.json' })).toEqual(['$ref'])
  })
})
