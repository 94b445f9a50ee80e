import type { Answer } from '../../contract/answers.ts'
import { checkSupport, readSources } from '../support/support-check.ts'

/** Sentences that say something of the documents, and those among them that their sources support. */
export type SentenceCounts = { claiming: number; supported: number }

/**
 * Holds every sentence of an answer against the passages that it was made from, whatever the answer itself says of its
 * support. A sentence that only says that nothing was found claims nothing.
 */
export function countSupported({ mode, sentences }: Answer, passages: readonly string[]): SentenceCounts {
  if (mode === 'nothing-found') return { claiming: 0, supported: 0 }
  const sources = readSources(passages)
  const verdicts = sentences
    .filter(({ support }) => support !== 'none')
    .map(({ text }) => checkSupport(text, sources).support)
    .filter((support) => support !== 'none')
  return { claiming: verdicts.length, supported: verdicts.filter((support) => support !== 'unsupported').length }
}
