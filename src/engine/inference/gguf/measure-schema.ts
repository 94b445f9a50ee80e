import { asRecord, atLeast, isAnything, isSchema } from './json-schema.ts'

/** Items that a list, and further properties that an object gets where there is little room. */
export const fewItems = 4
/** Characters of a value that ends by itself. */
const closedValue = 12

/** Texts of an answer that no limit of their own ends, and characters of all else that stands in it. */
export function measure(schema: unknown): { open: number; closed: number } {
  if (!isSchema(schema)) return nothing
  if (isAnything(schema)) return times({ open: 2, closed: closedValue }, fewItems)
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const isText =
    types.includes('string') && schema.maxLength === undefined && !('enum' in schema) && !('const' in schema)
  const properties = asRecord(schema.properties)
  const names = Object.keys(properties).reduce((sum, name) => sum + name.length + 6, 0)
  const isOpen = schema.additionalProperties !== undefined && schema.additionalProperties !== false
  const isFreeList = types.includes('array') && schema.items === undefined && schema.prefixItems === undefined
  const several = Math.max(fewItems, atLeast(schema.minItems))
  const choices = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((each) => (Array.isArray(each) ? each : []))
  const parts = [
    { open: isText ? 1 : 0, closed: closedValue + names },
    ...[
      ...Object.values(properties),
      ...choices,
      ...Object.values(asRecord(schema.$defs)),
      ...Object.values(asRecord(schema.definitions)),
    ].map(measure),
    times(isFreeList ? { open: 1, closed: closedValue } : measure(schema.items), several),
    ...(Array.isArray(schema.prefixItems) ? schema.prefixItems.map(measure) : []),
    // The names of further properties are texts too.
    isOpen ? times({ open: 1 + furtherTexts(schema.additionalProperties), closed: closedValue }, fewItems) : nothing,
  ]
  return parts.reduce((sum, { open, closed }) => ({ open: sum.open + open, closed: sum.closed + closed }))
}

const furtherTexts = (given: unknown) => (given === true ? 1 : measure(given).open)
const nothing = { open: 0, closed: 0 }
const times = ({ open, closed }: typeof nothing, count: number) => ({ open: open * count, closed: closed * count })
