import { posix } from 'node:path'
import { ReadRefusal } from '../reader.ts'
import { childrenNamed, readXmlTree, type XmlElement } from '../xml/xml-tree.ts'
import type { Archive } from '../zip/archive.ts'

export type Relation = {
  id: string
  /** Last part of the relation's type, such as `slide`, alike for both kinds of ISO/IEC 29500. */
  type: string
  /** Name of the part in the archive. */
  part: string
}

/** Relations of a part of an Office package to other parts of it, in order; '' stands for the package itself. */
export function relationsOf(archive: Archive, part: string): Relation[] {
  const entry = archive.find(posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`))
  if (entry === undefined) return []
  const root = readXmlTree(archive.stream(entry))
  return childrenNamed(root, 'rel:Relationship')
    .filter(({ attributes }) => attributes['TargetMode'] !== 'External')
    .map(({ attributes }) => ({
      id: attributes['Id'] ?? '',
      type: (attributes['Type'] ?? '').split('/').at(-1) ?? '',
      part: posix.resolve('/', posix.dirname(part), attributes['Target'] ?? '').slice(1),
    }))
}

/** The part that the package is about. Throws FILE_DAMAGED without one. */
export function mainPartOf(archive: Archive): string {
  const main = relationsOf(archive, '').find(({ type }) => type === 'officeDocument')
  if (main === undefined) throw new ReadRefusal('FILE_DAMAGED', 'the package names no main part')
  return main.part
}

/** A part as a tree; null when the package does not hold it. */
export function treeOf(archive: Archive, part: string | undefined): XmlElement | null {
  const entry = part === undefined ? undefined : archive.find(part)
  return entry === undefined ? null : readXmlTree(archive.stream(entry))
}
