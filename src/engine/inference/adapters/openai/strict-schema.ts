type Schema = Record<string, unknown>

/** Words of JSON Schema that OpenAI's strict mode refuses. */
const refused = new Set([
  'allOf',
  'contains',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'if',
  'not',
  'oneOf',
  'patternProperties',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
  'uniqueItems',
])

/**
 * Whether a schema can be sent as strict, which the provider then keeps to letter by letter: every object names all its
 * properties as required and forbids others. Others are sent as they are, and kept to as well as the model can.
 */
export function isStrictSchema(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema)
  if (typeof schema !== 'object' || schema === null) return true
  const { properties, required, additionalProperties, type, ...others } = schema as Schema
  if (Object.keys(others).some((word) => refused.has(word))) return false
  const isObject = type === 'object' || properties !== undefined
  if (isObject) {
    const names = Object.keys((properties as Schema | undefined) ?? {})
    const known = new Set(Array.isArray(required) ? required : [])
    if (additionalProperties !== false || !names.every((name) => known.has(name))) return false
  }
  const { $defs, definitions, items, anyOf, prefixItems } = others
  return [properties, $defs, definitions]
    .flatMap((named) => (typeof named === 'object' && named !== null ? Object.values(named) : []))
    .concat([items, anyOf, prefixItems])
    .every(isStrictSchema)
}
