import { addJson, isJson } from './data/json-blocks.ts'
import { JsonError } from './data/json-leaves.ts'
import { DocumentBuilder } from './document-builder.ts'
import { paragraphsOf } from './plain-text-reader.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { decodeText } from './text/decode-text.ts'

/** JSON, also with comments, and JSON by lines. What is no valid JSON is read as text, with a warning. */
export const readJson: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  if (isJsonLines(decoded.text)) return readLines(decoded)
  const builder = new DocumentBuilder()
  if (decoded.lossy) builder.warn('ENCODING_LOSSY')
  try {
    addJson(builder, decoded.text, 1)
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    const asText = paragraphsOf(decoded)
    return { ...asText, type: 'json', warnings: [...asText.warnings, { code: 'JSON_INVALID', page: null }] }
  }
  return builder.finish('json')
}

const lineEnd = /\r\n|\r|\n/g

const sampleLines = 5

/** Most of the first lines are each a whole object or list, and more than one is. */
function isJsonLines(text: string): boolean {
  const lines: string[] = []
  for (const { text: line } of linesOf(text)) {
    if (line.trim() !== '' && lines.push(line) === sampleLines) break
  }
  const whole = lines.filter((line) => /^\s*[[{]/.test(line) && isJson(line)).length
  return whole >= 2 && whole >= lines.length / 2
}

function readLines({ text, lossy }: { text: string; lossy: boolean }) {
  const builder = new DocumentBuilder()
  if (lossy) builder.warn('ENCODING_LOSSY')
  for (const { text: record, line } of linesOf(text)) {
    if (record.trim() === '') continue
    if (isJson(record)) addJson(builder, record, line)
    else {
      builder.warn('JSON_LINE_INVALID')
      builder.add('paragraph', record, { line, lineStarts: [] })
    }
  }
  return builder.finish('json')
}

function* linesOf(text: string): Generator<{ text: string; line: number }> {
  let start = 0
  let line = 1
  for (const end of text.matchAll(lineEnd)) {
    yield { text: text.slice(start, end.index), line }
    start = end.index + end[0].length
    line++
  }
  yield { text: text.slice(start), line }
}
