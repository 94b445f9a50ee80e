import type { Root } from 'mdast'
import { DocumentBuilder } from './document-builder.ts'
import { paragraphsOf } from './plain-text-reader.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { unifyLineEnds } from './text/clean-text.ts'
import { decodeText } from './text/decode-text.ts'
import { addMarkdownBlocks } from './text/markdown-blocks.ts'
import { originalLines } from './text/original-lines.ts'

/**
 * The canonical text is what a reader of the rendered page sees, so that quotes carry no markup. Markdown can't be wrong:
 * a source that the parser gives up on (nested beyond its stack) is read as plain text, with a warning.
 */
export const readMarkdown: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  const source = unifyLineEnds(decoded.text)
  try {
    const builder = new DocumentBuilder()
    if (decoded.lossy) builder.warn('ENCODING_LOSSY')
    await addMarkdownBlocks(builder, await parseMarkdown(source), originalLines(decoded.text))
    return builder.finish('markdown')
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const plain = paragraphsOf(decoded)
    return { ...plain, type: 'markdown', warnings: [...plain.warnings, { code: 'MARKUP_TOO_DEEP', page: null }] }
  }
}

async function parseMarkdown(source: string): Promise<Root> {
  const [{ fromMarkdown }, { gfm }, { gfmFromMarkdown }, { frontmatter }, { frontmatterFromMarkdown }] =
    await Promise.all([
      import('mdast-util-from-markdown'),
      import('micromark-extension-gfm'),
      import('mdast-util-gfm'),
      import('micromark-extension-frontmatter'),
      import('mdast-util-frontmatter'),
    ])
  const kinds = ['yaml' as const, { type: 'toml', marker: '+' }]
  return fromMarkdown(source, {
    extensions: [gfm(), frontmatter(kinds)],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(kinds)],
  })
}
