import type { AskedGeneration } from '../../usage/generation.ts'

/** Messages as those who hand out models take them. */
export type ModelMessage = AskedGeneration['messages'][number]
export type ContentPart = ModelMessage['content'][number]
