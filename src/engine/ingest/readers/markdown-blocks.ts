import type { List, ListItem, Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import type { BlockKind } from '../../../contract/document.ts'
import { collapseSpaces } from './clean-text.ts'
import type { DocumentBuilder } from './document-builder.ts'
import { addHtmlBlocks } from './html-blocks.ts'
import { type DomNode, inPage, loadDomParser, type ParseDom } from './html-dom.ts'
import { textWithin } from './html-tables.ts'

/** What a paragraph counts as where it stands, how deep in lists, and what its first line begins with. */
type Place = { kind: BlockKind; depth: number; prefix: string }

const top: Place = { kind: 'paragraph', depth: 0, prefix: '' }

/** Adds the blocks of a parsed Markdown file; throws RangeError when it is nested deeper than the stack. */
export async function addMarkdownBlocks(builder: DocumentBuilder, root: Root): Promise<void> {
  const frontMatter = root.children.find((node) => node.type === 'yaml' || (node.type as string) === 'toml')
  if (frontMatter && 'value' in frontMatter) builder.suggestTitle(titleOfFrontMatter(frontMatter.value))
  // The parser of HTML takes a tenth of a second to load, and most Markdown has none.
  const html = contains(root, 'html') ? await loadDomParser() : null
  new MarkdownWalk(builder, html).addAll(root.children, top)
}

function contains(node: Nodes, type: string): boolean {
  return node.type === type || ('children' in node && node.children.some((child) => contains(child, type)))
}

/** The value of `title` at the top level of YAML or TOML, on one line and without its quotes. */
function titleOfFrontMatter(source: string): string | null {
  const value = /^title\s*[:=]\s*(.+)$/im.exec(source)?.[1]?.trim()
  if (value === undefined || /^[|>][+-]?$/.test(value)) return null
  const quoted = /^(["'])(.*)\1$/.exec(value)
  return quoted?.[2] ?? value
}

class MarkdownWalk {
  readonly #builder: DocumentBuilder
  readonly #html: ParseDom | null

  constructor(builder: DocumentBuilder, html: ParseDom | null) {
    this.#builder = builder
    this.#html = html
  }

  addAll(nodes: readonly RootContent[], place: Place): void {
    let prefix = place.prefix
    for (const [index, node] of nodes.entries()) {
      // Only the first paragraph of an item is the item; what follows in it stands on its own.
      const kind = index > 0 && place.kind === 'list-item' ? 'paragraph' : place.kind
      this.#add(node, { ...place, kind, prefix })
      prefix = ''
    }
  }

  #add(node: RootContent, place: Place): void {
    switch (node.type) {
      case 'heading':
        this.#builder.add('heading', this.#inline(node.children), { level: node.depth })
        return
      case 'paragraph':
        this.#builder.add(place.kind, place.prefix + this.#inline(node.children), {
          level: place.kind === 'list-item' ? place.depth : null,
        })
        return
      case 'code':
        this.#builder.add('code', node.value)
        return
      case 'blockquote':
        this.addAll(node.children, { ...place, kind: 'quote' })
        return
      case 'footnoteDefinition':
        this.addAll(node.children, { kind: 'note', depth: 0, prefix: `[${node.label ?? node.identifier}] ` })
        return
      case 'list':
        this.#addList(node, place.depth + 1)
        return
      case 'table':
        this.#builder.addTable(node.children.map((row) => row.children.map((cell) => this.#inline(cell.children))))
        return
      case 'html':
        if (this.#html !== null) addHtmlBlocks(this.#builder, bodyOf(this.#html, node.value))
        return
      default:
    }
  }

  #addList(list: List, depth: number): void {
    let number = list.start ?? 1
    for (const item of list.children) {
      const prefix = (list.ordered ? `${number++}. ` : '') + boxOf(item)
      this.addAll(item.children, { kind: 'list-item', depth, prefix })
    }
  }

  /** Text of a paragraph without its marks; tags go, what stands between them stays. */
  #inline(nodes: readonly PhrasingContent[]): string {
    return this.#phrases(nodes).replace(/ ?\n ?/g, '\n')
  }

  #phrases(nodes: readonly PhrasingContent[]): string {
    return nodes.map((node) => this.#phrase(node)).join('')
  }

  #phrase(node: PhrasingContent): string {
    switch (node.type) {
      case 'text':
        return collapseSpaces(node.value)
      case 'inlineCode':
        return node.value
      case 'break':
        return '\n'
      case 'image':
      case 'imageReference':
        return node.alt ?? ''
      case 'footnoteReference':
        return ` [${node.label ?? node.identifier}]`
      case 'html':
        return /^<br[\s/>]/i.test(node.value) ? '\n' : this.#altOf(node.value)
      default:
        return 'children' in node ? this.#phrases(node.children) : ''
    }
  }

  /** An inline tag holds no text of its own except a picture's description. */
  #altOf(tag: string): string {
    return this.#html !== null && /^<img\s/i.test(tag) ? textWithin(bodyOf(this.#html, tag)) : ''
  }
}

function bodyOf(parse: ParseDom, fragment: string): DomNode {
  const document = parse(inPage(fragment))
  return document.body ?? document
}

function boxOf(item: ListItem): string {
  if (item.checked === true) return '[x] '
  return item.checked === false ? '[ ] ' : ''
}
