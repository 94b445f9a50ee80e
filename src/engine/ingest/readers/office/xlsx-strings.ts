import { elementsOf, readXmlPieces, textOf, type XmlElement } from '../xml/xml-tree.ts'
import type { Archive } from '../zip/archive.ts'

/** The texts that cells point to by their index; none when the book has no such part. */
export function readStrings(archive: Archive, part: string | undefined): string[] {
  const entry = part === undefined ? undefined : archive.find(part)
  const strings: string[] = []
  if (entry === undefined) return strings
  readXmlPieces(archive.stream(entry), {
    wants: (name) => name === 'x:si',
    take: (element) => void strings.push(richText(element)),
  })
  return strings
}

/** Text and its runs, without the phonetic reading that stands beside Asian words. */
export function richText(element: XmlElement): string {
  return elementsOf(element)
    .map((child) => {
      if (child.name === 'x:t') return decodeEscapes(textOf(child))
      return child.name === 'x:r' ? richText(child) : ''
    })
    .join('')
}

/** Characters that XML can't hold are written as `_x000D_` (ISO/IEC 29500-1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_all, code) => String.fromCharCode(Number.parseInt(code, 16)))
}
