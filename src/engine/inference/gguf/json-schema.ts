export type Schema = Readonly<Record<string, unknown>>

/** What decides nothing about the answer's shape. */
export const silent = new Set([
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
/** Beside a shape: words on it, and what it refers to. */
const around = new Set(['description', '$defs', 'definitions', 'nullable'])

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const asRecord = (value: unknown): Schema => (isSchema(value) ? value : {})
export const atLeast = (value: unknown) => (typeof value === 'number' ? value : 0)

export function pick(record: Schema, keys: readonly string[]): Schema {
  return Object.fromEntries(keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]]))
}

/** Keywords that say something of the answer's shape. */
export function shapeOf(schema: Schema): string[] {
  const { properties } = schema
  const isIdle = (key: string) => key === 'properties' && Object.keys(asRecord(properties)).length === 0
  return Object.keys(schema).filter(
    (key) => schema[key] !== undefined && !silent.has(key) && !around.has(key) && !isIdle(key),
  )
}

export const isAnything = (schema: Schema): boolean => shapeOf(schema).length === 0
