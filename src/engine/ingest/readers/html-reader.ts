import { decodeText } from './decode-text.ts'
import { DocumentBuilder } from './document-builder.ts'
import { addHtmlBlocks } from './html-blocks.ts'
import { type DomDocument, type DomNode, loadDomParser, type ParseDom } from './html-dom.ts'
import { textWithin } from './html-tables.ts'
import { type Reader, ReadRefusal } from './reader.ts'

/** Above this, telling the article from the page around it costs more than it gives. */
const longestForArticle = 2_000_000
/** An article is taken for the whole only when hardly any text is left out. */
const articleShare = 0.75

/** Nothing of the page runs: it is parsed to a tree without a window, and only its text is read. */
export const readHtml: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes, declaredEncoding(bytes))
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  const parse = await loadDomParser()
  const html = asDocument(decoded.text)
  const document = parse(html)
  const builder = new DocumentBuilder()
  if (decoded.lossy) builder.warn('ENCODING_LOSSY')
  if (hasScripts(document)) builder.warn('SCRIPTS_IGNORED')
  const title = document.querySelector('head > title, title')
  builder.suggestTitle(title && textWithin(title))
  const article = await findArticle(html, { parse, document })
  addHtmlBlocks(builder, article ?? document.documentElement ?? document)
  return builder.finish('html')
}

/** The parser takes the first element for the whole document, so a fragment with several gets one around them. */
function asDocument(html: string): string {
  return /<html[\s>]/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`
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

/** The article of a page with navigation around it; null when the page is no article or is mostly something else. */
async function findArticle(html: string, page: { parse: ParseDom; document: DomDocument }): Promise<DomNode | null> {
  if (html.length > longestForArticle) return null
  const { isProbablyReaderable, Readability } = await import('@mozilla/readability')
  if (!isProbablyReaderable(page.document)) return null
  // Readability takes its document apart, so it gets its own.
  const content = new Readability<DomNode>(page.parse(html), { serializer: (element) => element }).parse()?.content
  if (!content) return null
  const whole = textWithin(page.document.body ?? page.document)
  return textWithin(content).length >= whole.length * articleShare ? content : null
}
