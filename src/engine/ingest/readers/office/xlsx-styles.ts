import { childrenNamed, descend, type XmlElement } from '../xml/xml-tree.ts'
import { builtInKind, kindOfFormat, type NumberKind } from './number-format.ts'

/** How the numbers of a cell are meant, by the index of the cell's style. */
export function readStyles(styles: XmlElement | null): NumberKind[] {
  if (styles === null) return []
  const declared = descend(styles, 'x:numFmts')
  const formats = declared === undefined ? [] : childrenNamed(declared, 'x:numFmt')
  const kinds = new Map(
    formats.map(({ attributes }) => [Number(attributes['numFmtId']), kindOfFormat(attributes['formatCode'] ?? '')]),
  )
  const cells = descend(styles, 'x:cellXfs')
  return (cells === undefined ? [] : childrenNamed(cells, 'x:xf')).map(({ attributes }) => {
    const id = Number(attributes['numFmtId'] ?? 0)
    return kinds.get(id) ?? builtInKind(id)
  })
}
