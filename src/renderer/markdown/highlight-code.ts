import { common, createLowlight } from 'lowlight'
import type { ElementContent } from './hast.ts'

const lowlight = createLowlight(common)

/** Code as coloured pieces; null in a language that is not known. */
export function highlightCode(code: string, language: string): readonly ElementContent[] | null {
  if (!lowlight.registered(language)) return null
  return lowlight.highlight(language, code).children as readonly ElementContent[]
}
