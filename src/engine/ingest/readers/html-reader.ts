import { DocumentBuilder } from './document-builder.ts'
import { addHtmlBlocks } from './html/html-blocks.ts'
import { asPage, type DomDocument, loadDomParser } from './html/html-dom.ts'
import { findMain } from './html/html-main.ts'
import { htmlProperties } from './html/html-properties.ts'
import { textWithin } from './html/html-tables.ts'
import { isAroundContent } from './html/html-visible.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { decodeText } from './text/decode-text.ts'

/** Nothing of the page runs: it is parsed to a tree without a window, and only its text is read. */
export const readHtml: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes, declaredEncoding(bytes))
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  const parse = await loadDomParser()
  const html = asPage(decoded.text)
  const document = parse(html)
  const builder = new DocumentBuilder()
  if (decoded.lossy) builder.warn('ENCODING_LOSSY')
  if (hasScripts(document)) builder.warn('SCRIPTS_IGNORED')
  const title = document.querySelector('head > title, title')
  builder.suggestTitle(title && textWithin(title))
  const main = await findMain(html, { parse, document })
  addHtmlBlocks(builder, main, { isLeftOut: isAroundContent })
  // A page that is all menu is read as it is.
  if (builder.blocks.length === 0) addHtmlBlocks(builder, document.documentElement ?? document)
  builder.describe(htmlProperties(document))
  return builder.finish('html')
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4_096)).toString('latin1')
  const found =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head) ?? /^<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/.exec(head)
  return found?.[1] ?? null
}

function hasScripts(document: DomDocument): boolean {
  return document.querySelector('script:not([type="application/ld+json"]):not([type="application/json"])') !== null
}
