import type { DomDocument, DomNode, ParseDom } from '../html/html-dom.ts'

/** Elements that have no end tag in HTML either. */
const empty = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i
const longestTag = 10_000

/**
 * Parses XHTML, or XML of few elements, by the parser for HTML: tags that end in themselves get an end tag, which HTML needs
 * (`<title/>` would take all that follows for the title). Nothing is fetched and no entity of the file's own is expanded.
 */
export function parseXhtml(parse: ParseDom, markup: string): DomDocument {
  const ended = markup
    .replace(/^\ufeff?\s*<\?xml[^>]*\?>/, '')
    .replace(/<([a-z][\w:.-]*)((?:\s[^<>]*)?)\/>/gi, (tag, name: string, attributes: string) =>
      empty.test(name) || tag.length > longestTag ? tag : `<${name}${attributes}></${name}>`,
    )
  return parse(ended)
}

/** All elements of a local name, whatever prefix they have, in order. */
export function elementsNamed(document: DomDocument, localName: string): DomNode[] {
  const wanted = localName.toUpperCase()
  return [...document.querySelectorAll('*')].filter(
    ({ nodeName }) => nodeName.split(':').at(-1)?.toUpperCase() === wanted,
  )
}
