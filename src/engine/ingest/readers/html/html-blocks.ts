import type { BlockKind } from '../../../../contract/document.ts'
import type { DocumentBuilder } from '../document-builder.ts'
import { collapseSpaces, unifyLineEnds } from '../text/clean-text.ts'
import type { DomNode } from './html-dom.ts'
import { isDataTable, tableRows, textWithin } from './html-tables.ts'
import { isUnseen } from './html-visible.ts'

const elementNode = 1
const textNode = 3

const blockElements = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM ' +
    'H1 H2 H3 H4 H5 H6 HEADER HGROUP HR HTML LEGEND LI MAIN MENU NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL'
  ).split(' '),
)

type Flow = { kind: BlockKind; level: number | null; prefix: string }

/** A node's own kind of block; null when it only takes over what it stands in. */
function flowOf(node: DomNode, lists: readonly DomNode[]): Flow | null {
  const heading = /^H([1-6])$/.exec(node.nodeName)
  if (heading) return { kind: 'heading', level: Number(heading[1]), prefix: '' }
  switch (node.nodeName) {
    case 'LI':
    case 'DT':
      return { kind: 'list-item', level: Math.max(1, lists.length), prefix: '' }
    case 'DD':
      return { kind: 'list-item', level: lists.length + 1, prefix: '' }
    case 'BLOCKQUOTE':
      return { kind: 'quote', level: null, prefix: '' }
    case 'FIGCAPTION':
    case 'CAPTION':
      return { kind: 'caption', level: null, prefix: '' }
    default:
      return null
  }
}

export type HtmlBlockOptions = {
  /** Elements that are notes, such as the footnotes of a Word document. */
  isNote?: (node: DomNode) => boolean
  /** Elements that are passed over with all below them, beside those that nobody sees. */
  isLeftOut?: (node: DomNode) => boolean
  /** Number of the page, chapter or message that it all stands on. */
  page?: number | null
}

/**
 * Adds what stands under `root` as blocks. Walks by pointers and never recurses, because a page may nest a hundred
 * thousand elements.
 */
export function addHtmlBlocks(builder: DocumentBuilder, root: DomNode, options: HtmlBlockOptions = {}): void {
  new HtmlWalk(builder, options).run(root)
}

class HtmlWalk {
  readonly #builder: DocumentBuilder
  readonly #options: HtmlBlockOptions
  readonly #page: number | null
  #inline = ''
  #flows: { node: DomNode; flow: Flow }[] = []
  #lists: DomNode[] = []
  #counters = new Map<DomNode, number>()

  constructor(builder: DocumentBuilder, options: HtmlBlockOptions) {
    this.#builder = builder
    this.#options = options
    this.#page = options.page ?? null
  }

  run(root: DomNode): void {
    let node: DomNode | null = root
    while (node !== null) {
      const inside: boolean = this.#enter(node)
      if (inside && node.firstChild !== null) {
        node = node.firstChild
        continue
      }
      if (inside) this.#leave(node)
      while (node !== null && node !== root && node.nextSibling === null) {
        node = node.parentNode
        if (node !== null) this.#leave(node)
      }
      node = node === null || node === root ? null : node.nextSibling
    }
    this.#flush()
  }

  /** Whether the walk goes on below the node. */
  #enter(node: DomNode): boolean {
    if (node.nodeType === textNode) this.#inline += collapseSpaces(node.nodeValue ?? '')
    if (node.nodeType !== elementNode) return node.firstChild !== null
    const name = node.nodeName
    if (isUnseen(node) || this.#options.isLeftOut?.(node)) return false
    if (name === 'BR') this.#inline += '\n'
    if (name === 'IMG') this.#addAlternative(node)
    if (!blockElements.has(name)) return true
    this.#flush()
    if (name === 'PRE') return this.#addCode(node)
    if (name === 'TABLE' && isDataTable(node)) return this.#addTable(node)
    if (name === 'UL' || name === 'OL' || name === 'MENU' || name === 'DL') this.#lists.push(node)
    const flow = this.#options.isNote?.(node) ? noteFlow : flowOf(node, this.#lists)
    if (flow !== null) this.#flows.push({ node, flow: { ...flow, prefix: this.#numberOf(node) } })
    return true
  }

  #leave(node: DomNode): void {
    if (!blockElements.has(node.nodeName)) return
    this.#flush()
    if (this.#flows.at(-1)?.node === node) this.#flows.pop()
    if (this.#lists.at(-1) === node) this.#lists.pop()
  }

  /** Ordered lists keep their numbers as text: a step that is quoted says which one it is. */
  #numberOf(node: DomNode): string {
    const list = this.#lists.at(-1)
    if (node.nodeName !== 'LI' || list?.nodeName !== 'OL') return ''
    const start = Number.parseInt(list.getAttribute?.('start') ?? '1', 10)
    const number = this.#counters.get(list) ?? (Number.isNaN(start) ? 1 : start)
    this.#counters.set(list, number + 1)
    return `${number}. `
  }

  #flush(): void {
    const text = this.#inline
      .replace(/ {2,}/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim()
    this.#inline = ''
    if (text === '') return
    const flow = this.#flows.at(-1)?.flow
    if (flow === undefined) {
      this.#builder.add('paragraph', text, { page: this.#page })
      return
    }
    this.#builder.add(flow.kind, flow.prefix + text, { level: flow.level, page: this.#page })
    flow.prefix = ''
  }

  #addCode(node: DomNode): false {
    const language = codeLanguage(node)
    this.#builder.add('code', unifyLineEnds(node.textContent ?? ''), {
      page: this.#page,
      ...(language === undefined ? {} : { language }),
    })
    return false
  }

  #addTable(node: DomNode): false {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeName === 'CAPTION') this.#builder.add('caption', textWithin(child), { page: this.#page })
    }
    this.#builder.addTable(tableRows(node), { page: this.#page })
    return false
  }

  #addAlternative(node: DomNode): void {
    const alternative = collapseSpaces(node.getAttribute?.('alt') ?? '').trim()
    if (alternative !== '') this.#inline += ` ${alternative} `
  }
}

/** As the tools that colour code write it: `class="language-ts"`, on the `pre` or the `code` in it. */
function codeLanguage(node: DomNode): string | undefined {
  const inside = node.firstChild?.nodeName === 'CODE' ? node.firstChild : null
  const names = [node, inside].map((element) => element?.getAttribute?.('class') ?? '').join(' ')
  return /(?:^|\s)(?:language|lang|highlight-source)-([\w+#-]+)/.exec(names)?.[1]?.toLowerCase()
}

const noteFlow: Flow = { kind: 'note', level: null, prefix: '' }
