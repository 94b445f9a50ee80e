import { z } from 'zod'
import { Id, Span } from '../../../contract/common.ts'
import { Block, BlockKind } from '../../../contract/document.ts'
import { GenerationWarning } from '../../../contract/language-models.ts'
import { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import { Passage } from '../../../contract/search.ts'
import type { CitableSource } from './prompt-sources.ts'

const Unit = Span.extend({ kind: BlockKind, page: z.int().nullable(), text: z.string(), block: z.int().nonnegative() })

const Source = z.object({
  number: z.int().positive(),
  label: z.string(),
  text: z.string(),
  piece: z.object({
    passage: Passage.extend({ tokens: z.number(), language: z.string() }),
    neighbourOf: z.int().nullable(),
    blocks: z.array(Block),
    units: z.array(Unit),
    tokens: z.number(),
  }),
})

/** What an answer that comes much later is put together with: the passages that its model was given, with their spans. */
const KeptPrompt = z.object({
  version: z.literal(1),
  sources: z.array(Source),
  documentIds: z.array(Id),
  warnings: z.array(GenerationWarning),
  understoodAs: z.string().nullable(),
  notices: z.array(RetrievalNotice),
})
export type KeptPrompt = Omit<z.infer<typeof KeptPrompt>, 'sources'> & { sources: readonly CitableSource[] }

export const writeKept = (kept: KeptPrompt): string => JSON.stringify(kept)
export const readKept = (json: string): KeptPrompt => KeptPrompt.parse(JSON.parse(json))

/** A question was left to its model's provider, to be answered at the batch price: it is worth a look after so long. */
export class LeftToProvider extends Error {
  readonly pauseMs: number
  constructor(pauseMs: number) {
    super('the answer is written later')
    this.pauseMs = pauseMs
  }
}
