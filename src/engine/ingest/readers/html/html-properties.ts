import type { DomDocument } from './html-dom.ts'

/** Where pages say of themselves what Diwan keeps, the most reliable first; names of `<meta>` in lower case. */
const metaNames = {
  author: ['author', 'article:author', 'dc.creator', 'dcterms.creator', 'citation_author', 'parsely-author'],
  published: [
    'article:published_time',
    'datepublished',
    'dc.date',
    'dcterms.created',
    'citation_publication_date',
    'date',
  ],
  modified: ['article:modified_time', 'og:updated_time', 'datemodified', 'dcterms.modified', 'last-modified'],
  description: ['description', 'og:description', 'dc.description', 'twitter:description'],
  keywords: ['keywords', 'news_keywords'],
  language: ['content-language', 'dc.language', 'og:locale'],
} as const

/** What a page says of itself: author, dates as they are written there, description, keywords, language. */
export function htmlProperties(document: DomDocument): Record<string, string | undefined> {
  const metas = readMetas(document)
  const linked = readLinkedData(document)
  const found: Record<string, string | undefined> = {
    language: document.documentElement?.getAttribute?.('lang') ?? undefined,
  }
  for (const [name, sources] of Object.entries(metaNames)) {
    found[name] ||= sources.map((source) => metas.get(source)).find(Boolean) ?? linked[name]
  }
  return found
}

function readMetas(document: DomDocument): Map<string, string> {
  const metas = new Map<string, string>()
  for (const meta of document.querySelectorAll('meta[content]')) {
    const name = ['name', 'property', 'itemprop', 'http-equiv'].map((key) => meta.getAttribute?.(key)).find(Boolean)
    const key = name?.toLowerCase()
    const content = meta.getAttribute?.('content')?.trim()
    // An address of a profile, as some networks ask for, is no name.
    if (key && content && !metas.has(key) && !/^https?:/.test(content)) metas.set(key, content)
  }
  return metas
}

type LinkedData = { [key: string]: unknown; name?: unknown }

/** Articles as schema.org describes them, in JSON-LD. What is not JSON says nothing. */
function readLinkedData(document: DomDocument): Record<string, string | undefined> {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const parsed = parseJson(script.textContent ?? '')
    const graph = isRecord(parsed) && Array.isArray(parsed['@graph']) ? parsed['@graph'] : [parsed].flat()
    const article = graph.filter(isRecord).find((entry) => /Article|Posting|Page$/.test(String(entry['@type'])))
    if (article === undefined) continue
    const { author, datePublished, dateModified, description, inLanguage } = article
    return {
      author: [author].flat().map(nameOf).filter(Boolean).join(', '),
      published: textOf(datePublished),
      modified: textOf(dateModified),
      description: textOf(description),
      language: textOf(inLanguage),
    }
  }
  return {}
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isRecord(value: unknown): value is LinkedData {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function nameOf(value: unknown): string | undefined {
  return isRecord(value) ? textOf(value.name) : textOf(value)
}
