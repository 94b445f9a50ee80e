import type { BlockKind } from '../../../../contract/document.ts'
import { type HeadingLevels, headingLevel } from './headings.ts'
import { type Paragraph, startsListItem } from './paragraphs.ts'

/** What tells the blocks of a page apart. */
export type KindContext = {
  levels: HeadingLevels
  /** Font size of most of the text, in points. */
  bodySize: number
  /** Where the list items of the page begin. */
  listEdges: readonly number[]
  /** Only small text comes after the paragraph on its page. */
  atFoot: boolean
}

const caption =
  /^(?:table|figure|fig\.?|tab\.?|chart|plate|abbildung|tabelle|tableau|(?:ال)?شكل|(?:ال)?جدول)\s*[\d\u0660-\u0669]+(?:[.-]\d+)*\s*[.:–—-]\s/iu
const longestCaption = 400
const noteMark = /^(?:\d{1,3}|[*†‡§¹²³⁴-⁹]+|[a-z]|\[\d{1,3}\])[\s.)]*\p{L}/u
/** Of the size of most text: notes are set smaller than this. */
const noteSize = 0.93

export function kindOf(
  paragraph: Paragraph,
  text: string,
  context: KindContext,
): { kind: BlockKind; level: number | null } {
  if (text.length <= longestCaption && caption.test(text)) return { kind: 'caption', level: null }
  const level = headingLevel(paragraph, text, context.levels)
  if (level !== null) return { kind: 'heading', level }
  const small = paragraph.size < context.bodySize * noteSize
  if (small && context.atFoot && noteMark.test(text)) return { kind: 'note', level: null }
  if (startsListItem(text)) return { kind: 'list-item', level: depthOf(paragraph, context.listEdges) }
  return { kind: 'paragraph', level: null }
}

/** Depth from 1: how many other list items of the page begin further out. */
function depthOf({ lines: [first], size }: Paragraph, edges: readonly number[]): number {
  const along = first?.along ?? 0
  const outer = edges.filter((edge) => edge < along - size).sort((left, right) => left - right)
  const steps = outer.filter((edge, index) => index === 0 || edge - (outer[index - 1] ?? 0) > size)
  return Math.min(6, steps.length + 1)
}
