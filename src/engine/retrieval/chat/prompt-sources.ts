import type { PromptSource } from '../../../domain/passage-prompt.ts'
import type { AttachedContent } from '../../store/repositories/chat-attachments.ts'
import type { ContextPassage } from '../stages/compression.ts'

/** A piece of a document as a model is given it, under the number that it is cited by. */
export type CitableSource = PromptSource & { number: number; piece: ContextPassage }

export function toCitable(pieces: readonly ContextPassage[]): CitableSource[] {
  return pieces.map((piece, place) => ({ number: place + 1, label: labelOf(piece), text: textOf(piece), piece }))
}

export function toPromptSource({ number, label, text }: PromptSource): PromptSource {
  return { number, label, text }
}

/** What was read of a file that goes with a question, or recognised in it; of a picture that is sent itself, nothing. */
export function attachedSources(attachments: readonly AttachedContent[], withImages: boolean): PromptSource[] {
  return attachments
    .filter(({ kind }) => kind === 'text' || !withImages)
    .map(({ name, text }) => ({ number: null, label: name, text }))
}

function labelOf({ passage }: ContextPassage): string {
  const { title, document, page, headingPath } = passage
  const name = title === '' || title === document ? document : `${title} (${document})`
  const parts = [name, page === null ? '' : `page ${page}`, headingPath.join(' > ')]
  return parts.filter((part) => part !== '').join(', ')
}

/** Sentences of one block run on; blocks are set apart, and `[…]` stands where some were left out. */
function textOf({ units, passage }: ContextPassage): string {
  return units
    .map((unit, place) => {
      const before = units[place - 1]
      if (before === undefined) return unit.text
      const between = passage.text.slice(before.end - passage.start, unit.start - passage.start)
      const gap = between.trim() === '' ? '' : '[…] '
      return `${before.block === unit.block ? ' ' : '\n'}${gap}${unit.text}`
    })
    .join('')
}
