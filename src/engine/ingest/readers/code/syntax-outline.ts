import type { Node, Tree } from 'web-tree-sitter'
import { declarationOf, isComment, isImport, isTransparent, present } from './declarations.ts'
import { deepestSymbol, isSameSymbol, largeDeclaration, type OutlineMark } from './outline.ts'

/** What is declared where in a source file, by its syntax tree. `lines` are the file's. */
export function outlineTree(tree: Tree, lines: readonly string[]): OutlineMark[] {
  const walk = new TreeWalk(lines)
  walk.addAll(present(tree.rootNode.namedChildren), { symbol: [], depth: 0 })
  return walk.marks
}

type Place = { symbol: readonly string[]; depth: number }

/** Rows of comments that belong to what follows right below them. */
type Comments = { row: number; lastRow: number }

class TreeWalk {
  readonly marks: OutlineMark[] = []
  readonly #lines: readonly string[]
  /** Whether the last mark is of a statement, which may hold a declaration that begins on its line. */
  #mayRename = true

  constructor(lines: readonly string[]) {
    this.#lines = lines
  }

  addAll(nodes: readonly Node[], place: Place): void {
    let comments: Comments | null = null
    for (const node of nodes) {
      const { row } = node.startPosition
      if (isComment(node)) {
        if (!this.#beginsLine(node)) continue
        if (comments !== null && comments.lastRow + 1 < row) this.#mark(comments.row, place.symbol)
        const isNext: boolean = comments !== null && comments.lastRow + 1 >= row
        comments = { row: isNext && comments !== null ? comments.row : row, lastRow: lastRowOf(node) }
        continue
      }
      // Above what a file brings in stands what is said of the whole file.
      const isBelow: boolean = comments !== null && comments.lastRow + 1 >= row && !isImport(node)
      if (comments !== null && !isBelow) this.#mark(comments.row, place.symbol)
      this.#add(node, { ...place, row: isBelow && comments !== null ? comments.row : row })
      comments = null
    }
    if (comments !== null) this.#mark(comments.row, place.symbol)
  }

  #add(node: Node, place: Place & { row: number }): void {
    const { row, symbol, depth } = place
    const rows = lastRowOf(node) - node.startPosition.row + 1
    const declaration = isImport(node) ? null : declarationOf(node)
    if (declaration !== null) {
      const inner = [...symbol, ...declaration.names]
      this.#mark(row, inner)
      this.#mayRename = false
      if (depth < deepestSymbol && (declaration.isContainer || rows > largeDeclaration)) {
        this.addAll(declaration.children, { symbol: inner, depth: depth + 1 })
        this.#markRest(declaration.children.at(-1), { node, symbol: inner })
      }
      return
    }
    if (isImport(node)) {
      if (!this.marks.at(-1)?.imports) this.#mark(row, symbol, true)
      return
    }
    if (this.#mark(row, symbol)) this.#mayRename = true
    const isLarge = rows > largeDeclaration && depth < deepestSymbol * 2
    if (isLarge || isTransparent(node)) this.addAll(present(node.namedChildren), { symbol, depth: depth + 1 })
  }

  /** What follows the last inner declaration, unless it is nothing but the end of the outer one. */
  #markRest(last: Node | undefined, { node, symbol }: { node: Node; symbol: readonly string[] }): void {
    if (last === undefined) return
    const row = lastRowOf(last) + 1
    const rest = this.#lines
      .slice(row, lastRowOf(node) + 1)
      .join('')
      .replace(/[\s)\]};,]+/g, '')
    if (rest !== '' && rest !== 'end') this.#mark(row, symbol)
  }

  /**
   * Rows rise; what begins on a line where something else has begun goes with it, and so does more of the same. Whether
   * a mark was made.
   */
  #mark(row: number, symbol: readonly string[], imports = false): boolean {
    const last = this.marks.at(-1)
    if (last?.row === row && this.#mayRename) this.marks.pop()
    else if (last !== undefined && row <= last.row) return false
    else if (last !== undefined && last.imports === imports && isSameSymbol(last.symbol, symbol)) return false
    this.marks.push({ row, symbol, imports })
    return true
  }

  /** A comment behind a statement belongs to that one. */
  #beginsLine(node: Node): boolean {
    const { row, column } = node.startPosition
    return (this.#lines[row] ?? '').slice(0, column).trim() === ''
  }
}

/** Some nodes end at the beginning of the line after them. */
function lastRowOf(node: Node): number {
  const { row, column } = node.endPosition
  return column === 0 && row > node.startPosition.row ? row - 1 : row
}
