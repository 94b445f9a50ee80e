import type { GbnfJsonSchema } from 'node-llama-cpp'

type Schema = Readonly<Record<string, unknown>>

export type GrammarSchema = {
  schema: GbnfJsonSchema
  /** Keywords of the schema that a grammar can't hold the answer to. */
  unheld: string[]
  /** Characters that a string without a limit of its own gets, keys among them; null where there is room for any. */
  bound: number | null
}

/** What decides nothing about the answer's shape, and what the grammar takes as it is. */
const silent = new Set([
  '$schema',
  '$id',
  'title',
  'default',
  'examples',
  'readOnly',
  'writeOnly',
  'deprecated',
  '$comment',
])
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
/** Items that a list, and further properties that an object gets where there is little room. */
const fewItems = 4
/** Characters of a value that ends by itself. */
const closedValue = 12
/** Integers of a range up to this size are listed, because a grammar knows no numbers. */
const mostListed = 200

/**
 * JSON Schema in the dialect that llama.cpp's grammars are made from here: it has `oneOf` only, no ranges of numbers, and
 * writes all properties of an object, in their order. `room`: characters that the whole answer can have; where that is
 * little, strings and lists without a limit of their own get one, so that the answer ends before its tokens do.
 */
export function toGrammarSchema(schema: Schema, room: number): GrammarSchema {
  const unheld = new Set<string>()
  const { open, closed } = measure(schema)
  const share = Math.max(fewestCharacters, Math.floor((room - closed) / 1.5 / Math.max(1, open)))
  const bound = share < longestBound ? share : null

  function convert(given: unknown): Schema {
    if (given === true || !isSchema(given) || Object.keys(given).every((key) => silent.has(key))) return anything
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
    if (typeof $ref === 'string') return { $ref: $ref.replace('#/definitions/', '#/$defs/') }
    if ('const' in given) return isSimple(given.const) ? { const: given.const } : literal(given.const)
    if (Array.isArray(given.enum))
      return oneOfAll(given.enum.map((each) => (isSimple(each) ? { const: each } : literal(each))))
    if (Array.isArray(allOf)) return convertShape(merge([{ ...given, allOf: undefined }, ...allOf.filter(isSchema)]))
    const choices = Array.isArray(oneOf) ? oneOf : anyOf
    if (Array.isArray(choices)) return oneOfAll(choices.map(convert))
    const types = Array.isArray(type) ? type : [type ?? guessType(given)]
    const all = given.nullable === true && !types.includes('null') ? [...types, 'null'] : types
    return oneOfAll(all.map((each) => convertType(String(each), given)))
  }

  function convertType(type: string, given: Schema): Schema {
    switch (type) {
      case 'object':
        return convertObject(given)
      case 'array':
        return {
          type,
          ...(given.items === undefined ? {} : { items: convert(given.items) }),
          ...(Array.isArray(given.prefixItems) ? { prefixItems: given.prefixItems.map(convert) } : {}),
          ...pick(given, ['minItems', 'maxItems']),
          ...(bound !== null && given.maxItems === undefined
            ? { maxItems: Math.max(atLeast(given.minItems), fewItems) }
            : {}),
        }
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
        return anything
    }
  }

  function convertObject(given: Schema): Schema {
    const { additionalProperties } = given
    const isOpen = additionalProperties !== undefined && additionalProperties !== false
    return {
      type: 'object',
      properties: mapValues(asRecord(given.properties), convert),
      // Without a word on it JSON Schema lets anything in, which a model would use to never end.
      ...(isOpen ? { additionalProperties: additionalProperties === true ? true : convert(additionalProperties) } : {}),
      ...pick(given, ['minProperties', 'maxProperties']),
      ...(isOpen && bound !== null && given.maxProperties === undefined
        ? {
            maxProperties:
              Object.keys(asRecord(given.properties)).length + Math.max(atLeast(given.minProperties), fewItems),
          }
        : {}),
    }
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

/** What has to hold together, as one schema. */
function merge(schemas: readonly Schema[]): Schema {
  const flat = schemas.flatMap((each) => (Array.isArray(each.allOf) ? [each, ...each.allOf.filter(isSchema)] : [each]))
  const properties = Object.assign({}, ...flat.map((each) => asRecord(each.properties)))
  return Object.assign({}, ...flat, { properties, allOf: undefined })
}

function guessType(given: Schema): string {
  if ('properties' in given || 'additionalProperties' in given || 'required' in given) return 'object'
  if ('items' in given || 'prefixItems' in given) return 'array'
  if ('minLength' in given || 'maxLength' in given || 'pattern' in given || 'format' in given) return 'string'
  return 'minimum' in given || 'maximum' in given || 'multipleOf' in given ? 'number' : 'anything'
}

/** Texts of an answer that no limit of their own ends, and characters of all else that stands in it. */
function measure(schema: unknown): { open: number; closed: number } {
  if (!isSchema(schema)) return { open: 0, closed: 0 }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const isText =
    types.includes('string') && schema.maxLength === undefined && !('enum' in schema) && !('const' in schema)
  const properties = asRecord(schema.properties)
  const names = Object.keys(properties).reduce((sum, name) => sum + name.length + 6, 0)
  const isOpen = schema.additionalProperties !== undefined && schema.additionalProperties !== false
  const several = Math.max(fewItems, atLeast(schema.minItems))
  const choices = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((each) => (Array.isArray(each) ? each : []))
  const parts = [
    { open: isText ? 1 : 0, closed: closedValue + names },
    ...[...Object.values(properties), ...choices, ...Object.values(asRecord(schema.$defs))].map(measure),
    times(measure(schema.items), several),
    ...(Array.isArray(schema.prefixItems) ? schema.prefixItems.map(measure) : []),
    // The names of further properties are texts too.
    isOpen ? times({ open: 1 + measure(schema.additionalProperties).open, closed: closedValue }, fewItems) : nothing,
  ]
  return parts.reduce((sum, { open, closed }) => ({ open: sum.open + open, closed: sum.closed + closed }))
}

const nothing = { open: 0, closed: 0 }
const times = ({ open, closed }: typeof nothing, count: number) => ({ open: open * count, closed: closed * count })

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const asRecord = (value: unknown): Schema => (isSchema(value) ? value : {})
const isSimple = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)
const atLeast = (value: unknown) => (typeof value === 'number' ? value : 0)

function mapValues(record: Schema, change: (value: unknown) => Schema): Record<string, Schema> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

function pick(record: Schema, keys: readonly string[]): Schema {
  return Object.fromEntries(keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]]))
}
