import { createScanner } from 'jsonc-parser'

/** The scanner's `SyntaxKind`, which is not there at run time for a compiler that only strips types. */
const kinds = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  end: 17,
}

/** A value without parts, or an empty object or list. */
export type JsonLeaf = {
  /** Keys and indexes that lead to it, outermost first; valid until the next leaf is asked for. */
  path: readonly (string | number)[]
  value: string
  /** From 0, in the text that was given. */
  line: number
}

/** Text that is not JSON, from `line`, which counts from 0. */
export class JsonError extends Error {
  readonly line: number

  constructor(line: number) {
    super(`not JSON at line ${line + 1}`)
    this.line = line
  }
}

type Container = { isList: boolean; hasParts: boolean }

/**
 * The values of a JSON text, in order; comments and commas too many are let pass. Keeps its own stack, so that no nesting
 * is too deep. Throws JsonError.
 */
export function* jsonLeaves(text: string): Generator<JsonLeaf, void, undefined> {
  const scanner = createScanner(text, true)
  const path: (string | number)[] = []
  const open: Container[] = []
  let isComplete = false
  let expectsValue = true

  const fail = () => new JsonError(scanner.getTokenStartLine())
  const leaf = (value: string): JsonLeaf => ({ path, value, line: scanner.getTokenStartLine() })
  /** Before each part of a list its index becomes the end of the path. */
  const enterPart = () => {
    const parent = open.at(-1)
    if (parent === undefined) {
      if (isComplete) throw fail()
      return
    }
    if (parent.isList) path[path.length - 1] = Number(path.at(-1)) + 1
    else if (!expectsValue) throw fail()
    parent.hasParts = true
  }
  const leaveValue = () => {
    expectsValue = false
    if (open.length === 0) isComplete = true
  }

  for (let kind: number = scanner.scan(); kind !== kinds.end; kind = scanner.scan()) {
    if (scanner.getTokenError() !== 0) throw fail()
    const parent = open.at(-1)
    switch (kind) {
      case kinds.openBrace:
      case kinds.openBracket: {
        enterPart()
        const isList = kind === kinds.openBracket
        open.push({ isList, hasParts: false })
        path.push(isList ? -1 : '')
        expectsValue = isList
        break
      }
      case kinds.closeBrace:
      case kinds.closeBracket: {
        if (parent?.isList !== (kind === kinds.closeBracket) || (expectsValue && !parent.isList)) throw fail()
        open.pop()
        path.pop()
        if (!parent.hasParts) yield leaf(parent.isList ? '[]' : '{}')
        leaveValue()
        break
      }
      case kinds.string: {
        const value = scanner.getTokenValue()
        if (parent !== undefined && !parent.isList && !expectsValue) {
          path[path.length - 1] = value
          if (Number(scanner.scan()) !== kinds.colon) throw fail()
          expectsValue = true
          break
        }
        enterPart()
        yield leaf(value)
        leaveValue()
        break
      }
      case kinds.number:
      case kinds.true:
      case kinds.false:
      case kinds.null:
        enterPart()
        yield leaf(scanner.getTokenValue())
        leaveValue()
        break
      case kinds.comma:
        if (parent === undefined) throw fail()
        break
      default:
        throw fail()
    }
  }
  if (!isComplete) throw fail()
}
