import type { DocumentWarning } from '../../../contract/document.ts'
import { type SourceCode, toCodeBlocks } from './code/code-blocks.ts'
import { parseSource } from './code/grammars.ts'
import { detectLanguage } from './code/languages.ts'
import { outlineLines } from './code/line-outline.ts'
import type { OutlineMark } from './code/outline.ts'
import { outlineTree } from './code/syntax-outline.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { cleanText } from './text/clean-text.ts'
import { decodeText } from './text/decode-text.ts'

/**
 * The canonical text is the file's, to the letter. Blocks are what is declared in it, with their comments, and what
 * stands between: by the syntax tree where the language has a grammar, by indentation and braces for the others.
 */
export const readCode: Reader = async ({ name, bytes }) => {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  const text = cleanText(decoded.text.replace(/\r\n?/g, '\n'))
  if (text.trim() === '') throw new ReadRefusal('FILE_EMPTY', 'the file holds no text')
  const language = detectLanguage(name, text.slice(0, 4_096)) ?? 'text'
  const source: SourceCode = { text, lines: text.split('\n'), language }
  const blocks = toCodeBlocks(source, await outline(source))
  const warnings: DocumentWarning[] = decoded.lossy ? [{ code: 'ENCODING_LOSSY', page: null }] : []
  return { type: 'code', title: null, text, pages: null, blocks, runs: null, warnings, properties: { language } }
}

async function outline(source: SourceCode): Promise<OutlineMark[]> {
  const tree = await parseSource(source.text, source.language)
  if (tree === null) return outlineLines(source.lines)
  try {
    return outlineTree(tree, source.lines)
  } finally {
    tree.delete()
  }
}
