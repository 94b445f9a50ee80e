import { elementsOf, readXmlPieces, type XmlElement } from '../xml/xml-tree.ts'
import type { Archive } from '../zip/archive.ts'

type Style = { parent: string; element: XmlElement }

/** The styles of an OpenDocument file that say what a piece of it is, not how it looks. */
export class OdfStyles {
  readonly #styles = new Map<string, Style>()

  /** Styles by which a person names things, kept apart from the content. */
  static of(archive: Archive): OdfStyles {
    const styles = new OdfStyles()
    const entry = archive.find('styles.xml')
    if (entry === undefined) return styles
    readXmlPieces(archive.stream(entry), {
      wants: (name) => name === 'style:style',
      take: (element) => styles.add(element),
    })
    return styles
  }

  add(element: XmlElement): void {
    const parent = element.attributes['style:parent-style-name'] ?? ''
    this.#styles.set(this.#key(element.attributes['style:name'] ?? '', element.attributes['style:family']), {
      parent,
      element,
    })
  }

  /** Names of a paragraph's style and of those that it is derived from, as `Heading_20_1`. */
  lineage(name: string | undefined): string[] {
    const names: string[] = []
    for (let next = name ?? ''; next !== '' && names.length < 20; next = this.#find(next)?.parent ?? '') {
      names.push(next)
    }
    return names
  }

  /** Whether a style of a table or slide says that it is not shown. */
  isHidden(name: string | undefined, family: 'table' | 'drawing-page'): boolean {
    const style = this.#styles.get(this.#key(name ?? '', family))?.element
    if (style === undefined) return false
    const properties = elementsOf(style).map(({ attributes }) => attributes)
    return properties.some((one) => one['table:display'] === 'false' || one['presentation:visibility'] === 'hidden')
  }

  #find(name: string): Style | undefined {
    return this.#styles.get(this.#key(name, 'paragraph'))
  }

  #key(name: string, family: string | undefined): string {
    return `${family ?? ''}:${name}`
  }
}
