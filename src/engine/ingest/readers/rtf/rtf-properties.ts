import type { DocumentBuilder } from '../document-builder.ts'

/** The group of an RTF file that says what it is: texts, and dates in parts (`\yr2026\mo11`). */
export class RtfProperties {
  readonly #texts = new Map<string, string>()
  readonly #dates = new Map<string, Map<string, number>>()

  addText(name: string, text: string): void {
    if (name !== '') this.#texts.set(name, (this.#texts.get(name) ?? '') + text)
  }

  addDate(name: string, { part, value }: { part: string; value: number }): void {
    const parts = this.#dates.get(name) ?? new Map()
    this.#dates.set(name, parts.set(part, value))
  }

  describe(builder: DocumentBuilder): void {
    builder.suggestTitle(this.#texts.get('title'))
    builder.describe({
      author: this.#texts.get('author'),
      subject: this.#texts.get('subject'),
      keywords: this.#texts.get('keywords'),
      description: this.#texts.get('doccomm'),
      created: this.#dateOf('creatim'),
      modified: this.#dateOf('revtim'),
    })
  }

  /** ISO 8601 without a zone, which RTF does not know; null without a year. */
  #dateOf(name: string): string | null {
    const parts = this.#dates.get(name)
    const year = parts?.get('yr')
    if (parts === undefined || year === undefined || year === 0) return null
    const two = (part: string) => String(parts.get(part) ?? 0).padStart(2, '0')
    return `${String(year).padStart(4, '0')}-${two('mo')}-${two('dy')}T${two('hr')}:${two('min')}:${two('sec')}`
  }
}
