import type { DocumentBuilder } from '../document-builder.ts'
import { unifyLineEnds } from '../text/clean-text.ts'

/** What older mail programs write above the message that is answered, which is quoted from there to the end. */
const originalBelow =
  /^\s*-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|forwarded message|weitergeleitete nachricht)\s*-{2,}\s*$/i

/**
 * The plain text of a message: paragraphs between empty lines, and what is quoted from other messages (`>`, or all below
 * a line as `-----Original Message-----`) as quotes without their marks.
 */
export function addMailText(builder: DocumentBuilder, text: string, page: number | null): void {
  let lines: string[] = []
  let quoted = false
  let below = false
  const flush = () => {
    builder.add(quoted || below ? 'quote' : 'paragraph', lines.join('\n'), { page })
    lines = []
  }
  for (const line of unifyLineEnds(text).split('\n')) {
    const isQuote = /^\s{0,3}>/.test(line)
    const content = isQuote ? line.replace(/^(?:\s{0,3}>)+ ?/, '') : line
    const isEmpty = content.trim() === ''
    if (isQuote !== quoted || isEmpty || originalBelow.test(content)) flush()
    quoted = isQuote
    if (originalBelow.test(content)) below = true
    if (!isEmpty) lines.push(content)
  }
  flush()
}
