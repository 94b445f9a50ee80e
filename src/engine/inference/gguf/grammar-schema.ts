import type { GbnfJsonSchema } from 'node-llama-cpp'
import { asRecord, atLeast, isAnything, isSchema, pick, type Schema, shapeOf, silent } from './json-schema.ts'
import { fewItems, measure } from './measure-schema.ts'

export type GrammarSchema = {
  schema: GbnfJsonSchema
  /** Keywords of the schema that a grammar can't hold the answer to. */
  unheld: string[]
  /** Characters that a string without a limit of its own gets, keys among them; null where there is room for any. */
  bound: number | null
}

/** What the grammar takes as it is. */
const held = new Set(
  [
    'type',
    'const',
    'enum',
    'oneOf',
    'anyOf',
    'allOf',
    '$ref',
    '$defs',
    'definitions',
    'description',
    'nullable',
  ].concat(
    ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
    ['items', 'prefixItems', 'minItems', 'maxItems', 'minLength', 'maxLength'],
  ),
)
const formats = new Set(['date-time', 'time', 'date'])

/** A grammar counts out what it repeats: from about here on, that costs more than it brings. */
const longestBound = 1_000
const fewestCharacters = 8
/** Integers of a range up to this size are listed, because a grammar knows no numbers. */
const mostListed = 200

/**
 * JSON Schema in the dialect that llama.cpp's grammars are made from here: it has `oneOf` only, no ranges of numbers, and
 * writes all properties of an object, in their order. `room`: characters that the whole answer can have; where that is
 * little, strings and lists without a limit of their own get one, so that the answer ends before its tokens do.
 */
export function toGrammarSchema(schema: Schema, room: number): GrammarSchema {
  const unheld = new Set<string>()
  const names = namesOf(schema)
  const { open, closed } = measure(schema)
  const share = Math.max(fewestCharacters, Math.floor((room - closed) / 1.5 / Math.max(1, open)))
  const bound = share < longestBound ? share : null

  function convert(given: unknown): Schema {
    if (!isSchema(given) || isAnything(given)) return bound === null ? anything : shortAnything(bound)
    for (const key of Object.keys(given)) if (!isHeld(key, given)) unheld.add(key)
    const { description, $defs, definitions } = given
    const defs = { ...asRecord(definitions), ...asRecord($defs) }
    return {
      ...convertShape(given),
      ...(typeof description === 'string' ? { description } : {}),
      ...(Object.keys(defs).length > 0 ? { $defs: mapValues(defs, convert) } : {}),
    }
  }

  function convertShape(given: Schema): Schema {
    const { $ref, allOf, oneOf, anyOf, type } = given
    if (typeof $ref === 'string') return refer($ref, given)
    if ('const' in given) return isSimple(given.const) ? { const: given.const } : literal(given.const)
    if (Array.isArray(given.enum))
      return oneOfAll(given.enum.map((each) => (isSimple(each) ? { const: each } : literal(each))))
    if (Array.isArray(allOf)) return convertShape(merge([{ ...given, allOf: undefined }, ...allOf.filter(isSchema)]))
    if (Array.isArray(oneOf) && Array.isArray(anyOf)) unheld.add('anyOf')
    const choices = Array.isArray(oneOf) ? oneOf : anyOf
    if (Array.isArray(choices)) return oneOfAll(choices.map((choice) => convert(withShared(choice, given))))
    const types = Array.isArray(type) ? type : [type ?? guessType(given)]
    const all = given.nullable === true && !types.includes('null') ? [...types, 'null'] : types
    return oneOfAll(all.map((each) => convertType(String(each), given)))
  }

  /** What stands beside a reference has no place in the grammar. */
  function refer($ref: string, given: Schema): Schema {
    for (const key of shapeOf(given)) if (key !== '$ref') unheld.add(key)
    const [, name] = /^#\/(?:\$defs|definitions)\/(.+)$/.exec($ref) ?? []
    if (name !== undefined && names.has(name)) return { $ref: `#/$defs/${name}` }
    unheld.add('$ref')
    return bound === null ? anything : shortAnything(bound)
  }

  function convertType(type: string, given: Schema): Schema {
    switch (type) {
      case 'object':
        return convertObject(given)
      case 'array':
        return convertList(given)
      case 'string':
        if (formats.has(String(given.format))) return { type, format: given.format }
        return {
          type,
          ...pick(given, ['minLength', 'maxLength']),
          ...(bound !== null && given.maxLength === undefined
            ? { maxLength: Math.max(atLeast(given.minLength), bound) }
            : {}),
        }
      case 'integer': {
        const listed = listIntegers(given)
        return listed === null ? { type } : { enum: listed }
      }
      case 'number':
      case 'boolean':
      case 'null':
        return { type }
      default:
        return bound === null ? anything : shortAnything(bound)
    }
  }

  function convertList(given: Schema): Schema {
    const { items, prefixItems, minItems, maxItems } = given
    const first = Array.isArray(prefixItems) ? prefixItems.map(convert) : []
    // As with properties: what nobody has asked for does not come behind what is asked for.
    const isClosed = items === false || (items === undefined && first.length > 0 && minItems === undefined)
    const most = isClosed
      ? first.length
      : bound === null
        ? undefined
        : Math.max(atLeast(minItems), fewItems, first.length)
    return {
      type: 'array',
      ...(isSchema(items) ? { items: convert(items) } : bound === null ? {} : { items: shortValue(bound) }),
      ...(first.length > 0 ? { prefixItems: first } : {}),
      ...pick(given, ['minItems']),
      ...pick({ maxItems: maxItems ?? most }, ['maxItems']),
    }
  }

  function convertObject(given: Schema): Schema {
    const { additionalProperties } = given
    const isOpen = additionalProperties !== undefined && additionalProperties !== false
    return {
      type: 'object',
      properties: mapValues(asRecord(given.properties), convert),
      // Without a word on it JSON Schema lets anything in, which a model would use to never end.
      ...(isOpen ? { additionalProperties: furtherProperties(additionalProperties) } : {}),
      ...pick(given, ['minProperties', 'maxProperties']),
      ...(isOpen && bound !== null && given.maxProperties === undefined
        ? {
            maxProperties:
              Object.keys(asRecord(given.properties)).length + Math.max(atLeast(given.minProperties), fewItems),
          }
        : {}),
    }
  }

  function furtherProperties(given: unknown): Schema | true {
    if (given !== true) return convert(given)
    return bound === null ? true : shortValue(bound)
  }

  return { schema: convert(schema) as GbnfJsonSchema, unheld: [...unheld].sort(), bound }
}

function isHeld(key: string, given: Schema): boolean {
  if (silent.has(key) || held.has(key)) return true
  if (key === 'format') return formats.has(String(given.format))
  return (key === 'minimum' || key === 'maximum') && listIntegers(given) !== null
}

function listIntegers({ type, minimum, maximum }: Schema): number[] | null {
  if (type !== 'integer' || typeof minimum !== 'number' || typeof maximum !== 'number') return null
  const first = Math.ceil(minimum)
  const count = Math.floor(maximum) - first + 1
  return count >= 1 && count <= mostListed ? Array.from({ length: count }, (_, index) => first + index) : null
}

const basics = ['string', 'number', 'boolean', 'null']
const anything: Schema = {
  oneOf: [{ type: basics }, { type: 'object', additionalProperties: true }, { type: 'array' }],
}

/** The same where there is little room: nothing in it goes deeper than one list or object of a few short values. */
function shortAnything(maxLength: number): Schema {
  const value = shortValue(maxLength)
  return {
    oneOf: [
      value,
      { type: 'object', additionalProperties: value, maxProperties: fewItems },
      { type: 'array', items: value, maxItems: fewItems },
    ],
  }
}

function shortValue(maxLength: number): Schema {
  return { oneOf: [{ type: 'string', maxLength }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] }
}

/** An object or list that is given as it is. */
function literal(value: unknown): Schema {
  if (Array.isArray(value)) {
    return { type: 'array', prefixItems: value.map(literal), minItems: value.length, maxItems: value.length }
  }
  return isSchema(value) ? { type: 'object', properties: mapValues(value, literal) } : { const: value }
}

const oneOfAll = (choices: readonly Schema[]): Schema => {
  const [only] = choices
  return choices.length === 1 && only !== undefined ? only : { oneOf: choices }
}

/** Names that can be referred to, wherever they are given: the schema of a tool stands inside another. */
function namesOf(schema: unknown): Set<string> {
  if (typeof schema !== 'object' || schema === null) return new Set()
  const { $defs, definitions } = asRecord(schema)
  const own = Object.keys({ ...asRecord(definitions), ...asRecord($defs) })
  return new Set([...own, ...Object.values(schema).flatMap((part) => [...namesOf(part)])])
}

/** One of several choices, with what holds for all of them. */
function withShared(choice: unknown, given: Schema): unknown {
  const shared = pick(given, shapeOf(given))
  const { oneOf: _one, anyOf: _any, ...others } = shared
  const isAlone = Object.keys(others).every((key) => key === 'type')
  return isAlone || !isSchema(choice) ? choice : merge([others, choice])
}

/** What has to hold together, as one schema. */
function merge(schemas: readonly Schema[]): Schema {
  const flat = schemas.flatMap((each) => (Array.isArray(each.allOf) ? [each, ...each.allOf.filter(isSchema)] : [each]))
  const properties = Object.assign({}, ...flat.map((each) => asRecord(each.properties)))
  const named = Object.keys(properties).length > 0 ? { properties } : {}
  const { allOf: _parts, ...merged } = Object.assign({}, ...flat, named)
  return merged
}

function guessType(given: Schema): string {
  if ('properties' in given || 'additionalProperties' in given || 'required' in given) return 'object'
  if ('items' in given || 'prefixItems' in given) return 'array'
  if ('minLength' in given || 'maxLength' in given || 'pattern' in given || 'format' in given) return 'string'
  return 'minimum' in given || 'maximum' in given || 'multipleOf' in given ? 'number' : 'anything'
}

const isSimple = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)

function mapValues(record: Schema, change: (value: unknown) => Schema): Record<string, Schema> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
