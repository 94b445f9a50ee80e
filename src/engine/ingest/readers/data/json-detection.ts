const jsonNames = new Set(['.json', '.jsonl', '.ndjson', '.jsonc', '.json5', '.geojson', '.webmanifest', '.har'])

/** The first key of an object, an empty object or list, or a list that begins with parts or with a value of several. */
const jsonStart =
  /^\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*$)|\[\s*(?:[{[]|"(?:[^"\\]|\\.)*"\s*[,\]]\s*(?!\()|-?\d[\d.eE+-]*\s*,|\]\s*$))/

/** Whether a text is JSON, by how it begins. */
export function looksLikeJson(start: string): boolean {
  return jsonStart.test(start)
}

/** Names of JSON that may begin otherwise: with a comment, or as a single value. */
export function isJsonName(extension: string): boolean {
  return jsonNames.has(extension)
}
