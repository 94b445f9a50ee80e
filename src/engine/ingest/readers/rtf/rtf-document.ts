import type { DocumentBuilder } from '../document-builder.ts'
import { ReadRefusal } from '../reader.ts'
import { RtfBlocks, type RtfParagraph } from './rtf-blocks.ts'
import { RtfProperties } from './rtf-properties.ts'
import { RtfStyles } from './rtf-styles.ts'
import { RtfText } from './rtf-text.ts'
import type { RtfToken } from './rtf-tokens.ts'
import { rtfCharacters, rtfSkipped, rtfSymbols } from './rtf-words.ts'

/** Groups inside groups; writers of RTF need some twenty. */
const deepest = 10_000

/** Where the text of a group goes. */
type Destination = 'body' | 'skip' | 'fonts' | 'styles' | 'info' | 'note'

type Group = {
  destination: Destination
  /** The control word that made the destination, for properties and notes. */
  name: string
  paragraph: RtfParagraph
  font: number | null
  isHidden: boolean
  /** Bytes of stand-in text behind each `\u`. */
  standIn: number
}

const plain: RtfParagraph = { heading: null, isQuote: false, list: null, inTable: false }
const noteWords = new Set(['footnote', 'annotation'])
const infoWords = new Set(['title', 'author', 'subject', 'keywords', 'doccomm', 'creatim', 'revtim'])

/** Grows a document from the parts of an RTF file. Throws FILE_DAMAGED when groups nest beyond any document. */
export class RtfDocument {
  readonly #builder: DocumentBuilder
  readonly #blocks: RtfBlocks
  readonly #properties = new RtfProperties()
  readonly #text = new RtfText((text) => this.#place(text))
  readonly #styles = new RtfStyles()
  readonly #outer: Group[] = []
  #group: Group = { destination: 'body', name: '', paragraph: plain, font: null, isHidden: false, standIn: 1 }
  #isStarred = false
  #toSkip = 0
  #note = ''
  #notes = 0
  #isClosed = false

  constructor(builder: DocumentBuilder) {
    this.#builder = builder
    this.#blocks = new RtfBlocks(builder)
  }

  /** Whether the outermost group was closed; a file without that was cut. */
  get isComplete(): boolean {
    return this.#isClosed
  }

  take(token: RtfToken): void {
    // What stands behind the document's own group is no part of it.
    if (this.#isClosed) return
    if (token.kind !== 'text') this.#text.flush()
    if (token.kind === 'text') this.#takeText(token.bytes)
    else if (token.kind === 'word') this.#takeWord(token)
    else if (token.kind === 'symbol') this.#takeSymbol(token.symbol)
    else if (token.kind === 'open') this.#open()
    else this.#close()
  }

  #open(): void {
    if (this.#outer.length === deepest) throw new ReadRefusal('FILE_DAMAGED', 'RTF nested too deep')
    this.#outer.push(this.#group)
    this.#group = { ...this.#group }
    this.#isStarred = false
    this.#toSkip = 0
  }

  #close(): void {
    const closed = this.#group
    const outer = this.#outer.pop()
    if (outer === undefined) return
    this.#toSkip = 0
    this.#isStarred = false
    if (closed.destination === 'note' && outer.destination !== 'note') {
      this.#blocks.addNote(this.#note)
      this.#note = ''
    }
    if (closed.destination === 'styles') this.#styles.end()
    // Properties of a paragraph that a group sets hold until its paragraph ends, which may be outside.
    this.#group = outer
    if (this.#outer.length > 0) return
    this.#isClosed = true
    this.#blocks.end(closed.paragraph)
    this.#properties.describe(this.#builder)
  }

  #takeText(bytes: string): void {
    const kept = bytes.slice(this.#toSkip)
    this.#toSkip = Math.max(0, this.#toSkip - bytes.length)
    this.#isStarred = false
    if (kept !== '' && this.#group.destination !== 'skip' && !this.#group.isHidden)
      this.#text.add(kept, this.#group.font)
  }

  /** Puts decoded text where the group leads it. */
  #place(text: string): void {
    const { destination, name } = this.#group
    if (destination === 'body') this.#blocks.append(text)
    else if (destination === 'note') this.#note += text
    else if (destination === 'info') this.#properties.addText(name, text)
    else if (destination === 'styles') this.#styles.addName(text)
  }

  #takeSymbol(symbol: string): void {
    if (symbol === '*') this.#isStarred = true
    else if (symbol === '\n' || symbol === '\r') this.#endParagraph()
    else this.#place(rtfSymbols[symbol] ?? '')
  }

  #takeWord({ name, value }: { name: string; value: number | null }): void {
    if (this.#enter(name)) return
    const { destination } = this.#group
    const character = rtfCharacters[name]
    if (character !== undefined) this.#place(character)
    else if (name === 'u' && value !== null) this.#takeUnicode(value)
    else if (name === 'chftn') this.#place(this.#noteMark(destination))
    else if (destination === 'info') this.#properties.addDate(this.#group.name, { part: name, value: value ?? 0 })
    else if (destination === 'styles' && name === 's') this.#styles.begin(value ?? 0)
    else if (destination === 'fonts' && name === 'fcharset') this.#text.setFont(this.#group.font ?? 0, value ?? 0)
    else {
      this.#setCharacters(name, value)
      if (destination === 'body') this.#setParagraph(name, value)
      else if (destination === 'note' && name === 'par') this.#note += '\n'
    }
  }

  /** Whether the word, at the front of a group, says what the group is. */
  #enter(name: string): boolean {
    const starred = this.#isStarred
    this.#isStarred = false
    const group = this.#group
    if (group.destination === 'skip') return true
    if (name === 'object' || name === 'objdata') this.#builder.warn('EMBEDDED_IGNORED')
    if (rtfSkipped.has(name)) group.destination = 'skip'
    else if (name === 'fonttbl') group.destination = 'fonts'
    else if (name === 'stylesheet') group.destination = 'styles'
    else if (name === 'info') Object.assign(group, { destination: 'info', name: '' })
    else if (group.destination === 'info' && infoWords.has(name)) group.name = name
    else if (noteWords.has(name)) Object.assign(group, { destination: 'note', font: group.font })
    else if (starred && !shownStarred.has(name)) group.destination = group.destination === 'styles' ? 'styles' : 'skip'
    else return false
    return group.destination !== 'styles' || name === 'stylesheet'
  }

  /** The program counts notes itself: a mark in the text, and the same one before the note. */
  #noteMark(destination: Destination): string {
    if (destination === 'note') return `[${this.#notes}] `
    this.#notes++
    return `[${this.#notes}]`
  }

  #takeUnicode(value: number): void {
    const { destination, isHidden, standIn } = this.#group
    if (destination !== 'skip' && !isHidden) this.#place(String.fromCharCode(value < 0 ? value + 65_536 : value))
    this.#toSkip = standIn
  }

  #setCharacters(name: string, value: number | null): void {
    const group = this.#group
    if (name === 'ansicpg' && value !== null) this.#text.setDocumentPage(`cp${value}`)
    else if (name === 'mac') this.#text.setDocumentPage('macintosh')
    else if (name === 'pc' || name === 'pca') this.#text.setDocumentPage(name === 'pc' ? 'cp437' : 'cp850')
    else if (name === 'f') group.font = value
    else if (name === 'uc') group.standIn = Math.max(0, value ?? 1)
    else if (name === 'v' || name === 'deleted') group.isHidden = value !== 0
    else if (name === 'plain') Object.assign(group, { font: null, isHidden: false })
  }

  #setParagraph(name: string, value: number | null): void {
    const group = this.#group
    if (name === 'par' || name === 'sect' || name === 'page' || name === 'column') this.#endParagraph()
    else if (name === 'pard') group.paragraph = plain
    else if (name === 's') group.paragraph = { ...group.paragraph, ...this.#styles.meaningOf(value ?? 0) }
    else if (name === 'outlinelevel' && value !== null && value < 9) this.#set({ heading: Math.min(6, value + 1) })
    else if (name === 'ls' && value !== null && value > 0) this.#set({ list: group.paragraph.list ?? 1 })
    else if (name === 'ilvl') this.#set({ list: Math.min(9, value ?? 0) + 1 })
    else if (name === 'pntext' || name === 'listtext') this.#set({ list: group.paragraph.list ?? 1 })
    else if (name === 'intbl') this.#set({ inTable: value !== 0 })
    else if (name === 'cell') this.#blocks.endCell()
    else if (name === 'row') this.#blocks.endRow()
    else if (name === 'nestcell') this.#blocks.endInnerCell()
    else if (name === 'nestrow') this.#blocks.endInnerRow()
  }

  #set(change: Partial<RtfParagraph>): void {
    this.#group.paragraph = { ...this.#group.paragraph, ...change }
    // The bullet stands in a group of its own, in front of the paragraph that it belongs to.
    const outer = this.#outer.at(-1)
    if (change.list !== undefined && outer !== undefined) outer.paragraph = { ...outer.paragraph, list: change.list }
  }

  #endParagraph(): void {
    if (this.#group.destination === 'body') this.#blocks.endParagraph(this.#group.paragraph)
  }
}

/** Starred groups whose text is shown: numbers of old lists, text in shapes. */
const shownStarred = new Set([
  'pntext',
  'pnseclvl',
  'ud',
  'shptxt',
  'shpinst',
  'cs',
  'ts',
  'fldrslt',
  'objemb',
  'shppict',
])
