import { childrenNamed, descend, elementsOf, textOf, type XmlElement } from '../xml/xml-tree.ts'

/** A paragraph of DrawingML, the vocabulary of text in slides, charts and shapes. */
export type DrawingParagraph = {
  text: string
  /** Nesting depth from 1. */
  level: number
  /** Null when the paragraph does not say whether it has a bullet. */
  bullet: boolean | null
}

/** Paragraphs of a text body that hold any text; numbered ones begin with their number. */
export function paragraphsOf(body: XmlElement | undefined): DrawingParagraph[] {
  if (body === undefined) return []
  const counters: number[] = []
  return childrenNamed(body, 'a:p').flatMap((paragraph) => {
    const text = inlineText(paragraph).trim()
    if (text === '') return []
    const properties = descend(paragraph, 'a:pPr')
    const level = Math.min(9, (Number(properties?.attributes['lvl']) || 0) + 1)
    const number = numberOf(properties, { level, counters })
    return { text: `${number}${text}`, level, bullet: number === '' ? bulletOf(properties) : true }
  })
}

/** Runs, line breaks and fields of a paragraph. */
function inlineText(paragraph: XmlElement): string {
  return elementsOf(paragraph)
    .map((part) => {
      if (part.name === 'a:br') return '\n'
      return part.name === 'a:r' || part.name === 'a:fld' ? textOf(descend(part, 'a:t')) : ''
    })
    .join('')
}

function bulletOf(properties: XmlElement | undefined): boolean | null {
  const kinds = properties === undefined ? [] : elementsOf(properties).map(({ name }) => name)
  if (kinds.includes('a:buNone')) return false
  return kinds.includes('a:buChar') || kinds.includes('a:buBlip') ? true : null
}

/** The number that the program counts for a paragraph, '' without one. Counters hold those of each level so far. */
function numberOf(
  properties: XmlElement | undefined,
  { level, counters }: { level: number; counters: number[] },
): string {
  const automatic = properties && descend(properties, 'a:buAutoNum')
  counters.length = Math.min(counters.length, automatic === undefined ? level - 1 : level)
  if (automatic === undefined) return ''
  const { type = 'arabicPeriod', startAt } = automatic.attributes
  const number = (counters[level - 1] ?? (Number(startAt) || 1) - 1) + 1
  counters[level - 1] = number
  const label = type.startsWith('alpha') ? letterOf(number, type.startsWith('alphaUc')) : String(number)
  return `${label}${type.includes('Paren') ? ')' : '.'} `
}

function letterOf(number: number, upper: boolean): string {
  const letter = String.fromCharCode(97 + ((number - 1) % 26))
  return upper ? letter.toUpperCase() : letter
}
