/** The few parts of the DOM that are used, so that no DOM library's types reach further. */
export type DomNode = {
  nodeType: number
  nodeName: string
  nodeValue: string | null
  textContent: string | null
  parentNode: DomNode | null
  firstChild: DomNode | null
  nextSibling: DomNode | null
  getAttribute?(name: string): string | null
  hasAttribute?(name: string): boolean
}

export type DomDocument = DomNode & {
  documentElement: DomNode | null
  body: DomNode | null
  querySelector(selector: string): DomNode | null
  querySelectorAll(selector: string): Iterable<DomNode & { remove(): void }>
}

export type ParseDom = (markup: string) => DomDocument

/** Loads the parser, which takes a tenth of a second. It builds a tree without a window: no script can run. */
export async function loadDomParser(): Promise<ParseDom> {
  const { parseHTML } = await import('linkedom')
  return (markup) => parseHTML(markup).document as DomDocument
}

export function inPage(fragment: string): string {
  return `<!doctype html><html><body>${fragment}</body></html>`
}

/** The parser takes the first element for the whole document, so a fragment with several gets one around them. */
export function asPage(html: string): string {
  return /<html[\s>]/i.test(html) ? html : inPage(html)
}
