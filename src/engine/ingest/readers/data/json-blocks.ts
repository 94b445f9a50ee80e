import type { DocumentBuilder } from '../document-builder.ts'
import { unifyLineEnds } from '../text/clean-text.ts'
import { JsonError, type JsonLeaf, jsonLeaves } from './json-leaves.ts'
import { showPath } from './json-path.ts'

/** Characters of one block: about half of a chunk, so that values that belong together are rarely parted. */
const longestBlock = 1_000
/** Shorter parts share a block. */
const shortPart = 600

/**
 * Adds a JSON text as lines of `path: value`, so that a value is found with the keys over it. A block ends with a part of
 * the outermost object or list, or when it is long. `line` is that of the original where the text begins. Throws
 * JsonError; what was read before it has been added.
 */
export function addJson(builder: DocumentBuilder, text: string, line: number): void {
  const lines = new LeafLines(builder, line)
  let part: string | number | undefined
  for (const leaf of jsonLeaves(text)) {
    const isPart = leaf.path.length > 1
    if (isPart && leaf.path[0] !== part && lines.length > shortPart) lines.flush()
    part = leaf.path[0]
    lines.add(leaf)
  }
  lines.flush()
}

/** Whether a text is JSON as `addJson` reads it. */
export function isJson(text: string): boolean {
  try {
    for (const _ of jsonLeaves(text));
    return true
  } catch (error) {
    if (error instanceof JsonError) return false
    throw error
  }
}

class LeafLines {
  readonly #builder: DocumentBuilder
  readonly #firstLine: number
  #text = ''
  #line = 0
  #lastLine = 0
  #lineStarts: number[] = []

  constructor(builder: DocumentBuilder, firstLine: number) {
    this.#builder = builder
    this.#firstLine = firstLine
  }

  /** Characters that wait. */
  get length(): number {
    return this.#text.length
  }

  add({ path, value, line }: JsonLeaf): void {
    const key = showPath(path)
    const shown = unifyLineEnds(value).trim()
    if (this.#text.length + key.length + shown.length > longestBlock) this.flush()
    if (this.#text === '') this.#line = line
    else {
      this.#text += '\n'
      for (let passed = this.#lastLine; passed < line; passed++) this.#lineStarts.push(this.#text.length)
    }
    // A value of several lines stands under its key.
    this.#text += key === '' ? shown : `${key}:${shown.includes('\n') ? '\n' : ' '}${shown}`
    this.#lastLine = line
  }

  flush(): void {
    const place = { line: this.#firstLine + this.#line, lineStarts: this.#lineStarts }
    this.#builder.add('paragraph', this.#text, place)
    this.#text = ''
    this.#lineStarts = []
  }
}
