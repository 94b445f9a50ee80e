import type {
  Code,
  Heading,
  Html,
  List,
  ListItem,
  Nodes,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  TableCell,
} from 'mdast'
import type { BlockKind } from '../../../../contract/document.ts'
import type { BlockPlace, DocumentBuilder } from '../document-builder.ts'
import { addHtmlBlocks } from '../html/html-blocks.ts'
import { type DomNode, inPage, loadDomParser, type ParseDom } from '../html/html-dom.ts'
import { textWithin } from '../html/html-tables.ts'
import { collapseSpaces } from './clean-text.ts'
import type { OriginalLines } from './original-lines.ts'

/** What a paragraph counts as where it stands, how deep in lists, and what its first line begins with. */
type Place = { kind: BlockKind; depth: number; prefix: string }

const top: Place = { kind: 'paragraph', depth: 0, prefix: '' }

/** Adds the blocks of a parsed Markdown file; throws RangeError when it is nested deeper than the stack. */
export async function addMarkdownBlocks(builder: DocumentBuilder, root: Root, original: OriginalLines): Promise<void> {
  const frontMatter = root.children.find((node) => node.type === 'yaml' || (node.type as string) === 'toml')
  if (frontMatter && 'value' in frontMatter) builder.suggestTitle(titleOfFrontMatter(frontMatter.value))
  // The parser of HTML takes a tenth of a second to load, and most Markdown has none.
  const html = contains(root, 'html') ? await loadDomParser() : null
  new MarkdownWalk(builder, html, original).addAll(root.children, top)
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

/** Stands in a phrase where a line of the source begins; the parser lets none of these through. */
const lineMark = '\0'

class MarkdownWalk {
  readonly #builder: DocumentBuilder
  readonly #html: ParseDom | null
  readonly #original: OriginalLines
  /** Line of the source that the phrase in work has reached. */
  #line = 1

  constructor(builder: DocumentBuilder, html: ParseDom | null, original: OriginalLines) {
    this.#builder = builder
    this.#html = html
    this.#original = original
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
        this.#addInline('heading', node, { level: node.depth, prefix: '' })
        return
      case 'paragraph':
        this.#addInline(place.kind, node, {
          level: place.kind === 'list-item' ? place.depth : null,
          prefix: place.prefix,
        })
        return
      case 'code':
        this.#addCode(node)
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
        this.#builder.addTable(
          node.children.map((row) => row.children.map((cell) => this.#inline(cell).text)),
          { line: node.children.map((row) => this.#original.lineOf(lineOf(row))) },
        )
        return
      case 'html':
        this.#addHtml(node)
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

  #addInline(kind: BlockKind, node: Paragraph | Heading, place: { level: number | null; prefix: string }): void {
    const { text, lineStarts } = this.#inline(node)
    const { prefix, level } = place
    this.#builder.add(kind, prefix + text, {
      level,
      line: this.#original.lineOf(lineOf(node)),
      lineStarts: lineStarts.map((position) => position + prefix.length),
    })
  }

  #addCode(node: Code): void {
    const lines = (node.position?.end.line ?? 0) - lineOf(node) + 1
    const fence = lines > node.value.split('\n').length ? 1 : 0
    const place: BlockPlace = { line: this.#original.lineOf(lineOf(node) + fence) }
    this.#builder.add('code', node.value, node.lang ? { ...place, language: node.lang.toLowerCase() } : place)
  }

  /** All that comes out of a piece of HTML is said to stand where the piece begins. */
  #addHtml(node: Html): void {
    if (this.#html === null) return
    const before = this.#builder.blocks.length
    addHtmlBlocks(this.#builder, bodyOf(this.#html, node.value))
    for (const block of this.#builder.blocks.slice(before)) {
      block.line = this.#original.lineOf(lineOf(node))
      block.lines = []
    }
  }

  /** Text of a paragraph without its marks, and where in it lines of the source begin; tags go, what is between stays. */
  #inline(node: Paragraph | Heading | TableCell): { text: string; lineStarts: number[] } {
    const first = lineOf(node)
    this.#line = first
    const parts = this.#phrases(node.children)
      .replace(/ ?\n ?/g, '\n')
      .split(lineMark)
    const lineStarts: number[] = []
    let length = 0
    for (const [index, part] of parts.slice(0, -1).entries()) {
      length += part.length
      if (this.#original.begins(first + index + 1)) lineStarts.push(length)
    }
    return { text: parts.join(''), lineStarts }
  }

  #phrases(nodes: readonly PhrasingContent[]): string {
    return nodes.map((node) => this.#phrase(node)).join('')
  }

  #phrase(node: PhrasingContent): string {
    const skipped = Math.max(0, lineOf(node) - this.#line)
    this.#line += skipped
    return lineMark.repeat(skipped) + this.#textOf(node)
  }

  #textOf(node: PhrasingContent): string {
    switch (node.type) {
      case 'text':
        this.#line += node.value.split('\n').length - 1
        return collapseSpaces(node.value.replaceAll('\n', `\n${lineMark}`))
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

function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1
}

function bodyOf(parse: ParseDom, fragment: string): DomNode {
  const document = parse(inPage(fragment))
  return document.body ?? document
}

function boxOf(item: ListItem): string {
  if (item.checked === true) return '[x] '
  return item.checked === false ? '[ ] ' : ''
}
