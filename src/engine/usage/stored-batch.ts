import { z } from 'zod'
import { GenerationWarning, ModelChoice } from '../../contract/language-models.ts'
import { TokenPrice } from '../../contract/providers.ts'
import type { StoredBatch } from '../store/repositories/batches.ts'

const Choice = ModelChoice
const Price = TokenPrice.nullable()
const Warnings = z.array(GenerationWarning)

/** What the store keeps of a batch as JSON. */
export type BatchRecord = { choice: ModelChoice; price: TokenPrice | null; warnings: GenerationWarning[] }

export function writeBatch({ choice, price, warnings }: BatchRecord): Record<keyof BatchRecord, string> {
  return { choice: JSON.stringify(choice), price: JSON.stringify(price), warnings: JSON.stringify(warnings) }
}

export function readBatch({ choice, price, warnings }: StoredBatch): BatchRecord {
  return {
    choice: Choice.parse(JSON.parse(choice)),
    price: Price.parse(JSON.parse(price)),
    warnings: Warnings.parse(JSON.parse(warnings)),
  }
}
