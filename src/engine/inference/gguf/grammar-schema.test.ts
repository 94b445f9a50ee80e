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

  it('a schema without a word takes anything', () => {
    expect(schemaOf({})).toMatchObject({ oneOf: [{ type: ['string', 'number', 'boolean', 'null'] }, {}, {}] })
  })
})
