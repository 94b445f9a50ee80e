import type { RtfParagraph } from './rtf-blocks.ts'

/** The styles of an RTF file by their number. A style's name stands at the end of its group. */
export class RtfStyles {
  readonly #names = new Map<number, string>()
  #open = { number: 0, name: '' }

  begin(number: number): void {
    this.#open = { number, name: '' }
  }

  addName(text: string): void {
    this.#open.name += text
  }

  end(): void {
    const { number, name } = this.#open
    if (name !== '') this.#names.set(number, name.replace(/;.*$/s, '').trim())
    this.begin(0)
  }

  /** What a paragraph of the style is; the names are English in files of every language. */
  meaningOf(number: number): Partial<RtfParagraph> {
    const name = this.#names.get(number)?.toLowerCase() ?? ''
    const heading = /^heading (\d)$/.exec(name)
    if (heading !== null) return { heading: Math.min(6, Number(heading[1])) }
    if (name === 'title') return { heading: 1 }
    if (name === 'subtitle') return { heading: 2 }
    return { heading: null, isQuote: /quot/.test(name) }
  }
}
