import type { DocumentBuilder } from '../document-builder.ts'
import { allNamed, readXmlTree, textOf, type XmlElement } from '../xml/xml-tree.ts'
import type { Archive } from '../zip/archive.ts'

/** Names of `Metadata` to the elements of ISO/IEC 29500-2 (core properties) and OpenDocument that hold them, best first. */
const elements: Record<string, readonly string[]> = {
  author: ['meta:initial-creator', 'dc:creator'],
  created: ['dcterms:created', 'meta:creation-date'],
  modified: ['dcterms:modified', 'dc:date'],
  subject: ['dc:subject'],
  keywords: ['cp:keywords', 'meta:keyword'],
  language: ['dc:language'],
  description: ['dc:description'],
}

/** What an Office or OpenDocument file says of itself: its title and properties. A file without the part says nothing. */
export function describePackage(archive: Archive, builder: DocumentBuilder): void {
  const entry = archive.find('docProps/core.xml') ?? archive.find('meta.xml')
  if (entry === undefined) return
  const root = readXmlTree(archive.stream(entry))
  builder.suggestTitle(joinValues(root, 'dc:title'))
  for (const [name, sources] of Object.entries(elements)) {
    builder.describe({ [name]: sources.map((source) => joinValues(root, source)).find((value) => value !== '') })
  }
}

/** OpenDocument repeats the element for each keyword. */
function joinValues(root: XmlElement, name: string): string {
  return [...allNamed(root, name)].map((element) => textOf(element).trim()).join(', ')
}
