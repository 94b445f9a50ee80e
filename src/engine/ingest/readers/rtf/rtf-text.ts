import iconv from 'iconv-lite'
import { rtfCharsets } from './rtf-words.ts'

/**
 * Bytes of text in the code page of their font, or of the document. Bytes are gathered until anything else comes, because
 * a character of an Asian code page has two of them.
 */
export class RtfText {
  readonly #emit: (text: string) => void
  readonly #fonts = new Map<number, string>()
  #documentPage = 'cp1252'
  #bytes = ''
  #encoding = 'cp1252'

  constructor(emit: (text: string) => void) {
    this.#emit = emit
  }

  /** `\ansicpg`, `\mac`, `\pc`; a page that is not known is taken for the Western one. */
  setDocumentPage(page: string): void {
    if (iconv.encodingExists(page)) this.#documentPage = page
  }

  setFont(font: number, charset: number): void {
    const encoding = rtfCharsets[charset]
    if (encoding !== undefined && iconv.encodingExists(encoding)) this.#fonts.set(font, encoding)
  }

  add(bytes: string, font: number | null): void {
    const encoding = (font === null ? undefined : this.#fonts.get(font)) ?? this.#documentPage
    if (encoding !== this.#encoding) this.flush()
    this.#encoding = encoding
    this.#bytes += bytes
  }

  flush(): void {
    if (this.#bytes === '') return
    const bytes = this.#bytes
    this.#bytes = ''
    this.#emit(/^[\x20-\x7e\t]*$/.test(bytes) ? bytes : iconv.decode(Buffer.from(bytes, 'latin1'), this.#encoding))
  }
}
