import { ReadRefusal } from '../reader.ts'
import { readXml, type XmlAttributes } from './xml.ts'

export type XmlElement = { name: string; attributes: XmlAttributes; children: (XmlElement | string)[] }

/** Deeper than any document that a person made; what walks a tree may recurse. */
const deepest = 400
/** Names and characters of one tree; a page of a book has some ten thousand. */
const largest = 50_000_000

export type PieceHandlers = {
  /** Whether the element is wanted as a tree. One that is not is entered, and what it holds is asked about. */
  wants(name: string, attributes: XmlAttributes): boolean
  /** Gets each wanted element when it is complete. */
  take(element: XmlElement): void
  /** The end of an element that was entered. */
  leave?(name: string): void
}

/**
 * Reads XML and hands out the wanted elements as trees, one at a time, so that only one is in memory. Throws as `readXml`
 * does; FILE_DAMAGED when an element nests too deep, ARCHIVE_LIMIT when one is too large for a tree.
 */
export function readXmlPieces(pieces: Iterable<Uint8Array>, handlers: PieceHandlers): void {
  const open: XmlElement[] = []
  let size = 0
  const grow = (by: number) => {
    size += by
    if (size > largest) throw new ReadRefusal('ARCHIVE_LIMIT', 'an XML element too large for a tree')
  }
  readXml(pieces, {
    open(name, attributes) {
      const parent = open.at(-1)
      if (parent === undefined && !handlers.wants(name, attributes)) return
      if (open.length === deepest) throw new ReadRefusal('FILE_DAMAGED', 'XML nested too deep')
      const element = { name, attributes, children: [] }
      grow(name.length + 10)
      parent?.children.push(element)
      open.push(element)
    },
    text(text) {
      const parent = open.at(-1)
      if (parent === undefined) return
      grow(text.length)
      parent.children.push(text)
    },
    close(name) {
      const element = open.pop()
      if (element === undefined) return handlers.leave?.(name)
      if (open.length > 0) return
      size = 0
      handlers.take(element)
    },
  })
}

/** Reads a small file of XML as one tree. Throws as `readXmlPieces` does. */
export function readXmlTree(pieces: Iterable<Uint8Array>): XmlElement {
  const roots: XmlElement[] = []
  readXmlPieces(pieces, { wants: () => true, take: (element) => void roots.push(element) })
  const [root] = roots
  if (root === undefined) throw new ReadRefusal('FILE_DAMAGED', 'XML without an element')
  return root
}

export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string')
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name)
}

/** The first element at the end of a way of names, each a child of the one before it. */
export function descend(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  let found: XmlElement | undefined = element
  for (const name of names) {
    found = found === undefined ? undefined : elementsOf(found).find((child) => child.name === name)
  }
  return found
}

/** Elements of this name anywhere below, in document order; none inside another of them. */
export function* allNamed(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of elementsOf(element)) {
    if (child.name === name) yield child
    else yield* allNamed(child, name)
  }
}

/** All text below, as it stands there. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return ''
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}
