import type { DomDocument, DomNode, ParseDom } from './html-dom.ts'
import { textWithin } from './html-tables.ts'

/** Above this, telling the article from the page around it costs more than it gives. */
const longestForArticle = 2_000_000
/** An article is taken for the whole only when hardly any text is left out. */
const articleShare = 0.75
/** What a page marks as its main part is believed when it holds this much of it; the rest may be menus and comments. */
const markedShare = 0.4

/** The part of a page that it is there for: what it marks as main, or its article, or all of it. */
export async function findMain(html: string, page: { parse: ParseDom; document: DomDocument }): Promise<DomNode> {
  const { document } = page
  const whole = document.body ?? document.documentElement ?? document
  const length = textWithin(whole).length
  const marked = [...document.querySelectorAll('main, [role="main"]')]
  const only = marked.length === 1 ? marked[0] : undefined
  if (only !== undefined && textWithin(only).length >= length * markedShare) return only
  const article = html.length > longestForArticle ? null : await findArticle(html, page)
  return article !== null && textWithin(article).length >= length * articleShare ? article : whole
}

async function findArticle(html: string, page: { parse: ParseDom; document: DomDocument }): Promise<DomNode | null> {
  const { isProbablyReaderable, Readability } = await import('@mozilla/readability')
  if (!isProbablyReaderable(page.document)) return null
  // Readability takes its document apart, so it gets its own.
  return new Readability<DomNode>(page.parse(html), { serializer: (element) => element }).parse()?.content ?? null
}
