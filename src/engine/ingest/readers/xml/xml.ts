import { type SaxesOptions, SaxesParser } from 'saxes'
import { ReadRefusal } from '../reader.ts'
import { standardPrefix } from './xml-namespaces.ts'

export type XmlAttributes = Record<string, string>

/** Names have the prefix of xml-namespaces.ts, whatever prefix the file chose. */
export type XmlHandlers = {
  open?(name: string, attributes: XmlAttributes): void
  close?(name: string): void
  text?(text: string): void
}

/**
 * Reads XML as it comes in pieces, so that its size is not a matter of memory. UTF-8, or UTF-16 with a mark, as all that is
 * written into archives. Throws XML_ENTITIES at a document type, before anything that it declares is used, and
 * FILE_DAMAGED where it is not well-formed.
 */
export function readXml(pieces: Iterable<Uint8Array>, handlers: XmlHandlers): void {
  const parser = new SaxesParser<SaxesOptions>({ xmlns: false, position: false })
  const names = new Names()
  parser.on('doctype', refuseDocumentType)
  parser.on('error', (error) => {
    throw new ReadRefusal('FILE_DAMAGED', 'XML that is not well-formed', { cause: error })
  })
  parser.on('opentag', ({ name, attributes }) => {
    names.learn(attributes as XmlAttributes)
    handlers.open?.(names.standard(name), names.standardAll(attributes as XmlAttributes))
  })
  parser.on('closetag', ({ name }) => handlers.close?.(names.standard(name)))
  if (handlers.text) {
    parser.on('text', (text) => handlers.text?.(text))
    parser.on('cdata', (text) => handlers.text?.(text))
  }
  for (const text of decode(pieces)) parser.write(text)
  parser.close()
}

function refuseDocumentType(): never {
  throw new ReadRefusal('XML_ENTITIES', 'XML with a document type')
}

function* decode(pieces: Iterable<Uint8Array>): Generator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  for (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece))
    yield decoder.decode(piece, { stream: true })
  }
  if (decoder !== null) yield decoder.decode()
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** Prefixes as a file declares them, brought to the standard ones. A file that uses those costs nothing. */
class Names {
  #prefixes = new Map<string, string>()
  #isStandard = true
  #known = new Map<string, string>()

  learn(attributes: XmlAttributes): void {
    for (const key in attributes) {
      if (!key.startsWith('xmlns')) continue
      const own = key.slice('xmlns:'.length)
      const standard = standardPrefix(attributes[key] ?? '')
      if (standard === null || this.#prefixes.get(own) === standard) continue
      this.#prefixes.set(own, standard)
      this.#known.clear()
      if (own !== '' && own !== standard) this.#isStandard = false
    }
  }

  standard(name: string): string {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const colon = name.indexOf(':')
    const prefix = this.#prefixes.get(colon === -1 ? '' : name.slice(0, colon))
    const standard = prefix === undefined ? name : `${prefix}:${name.slice(colon + 1)}`
    this.#known.set(name, standard)
    return standard
  }

  /** An attribute without a prefix has no namespace, so it stays as it is. */
  standardAll(attributes: XmlAttributes): XmlAttributes {
    if (this.#isStandard) return attributes
    return Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name.includes(':') ? this.standard(name) : name, value]),
    )
  }
}
