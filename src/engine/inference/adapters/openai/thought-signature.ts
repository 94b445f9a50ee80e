import { z } from 'zod'

/**
 * What thoughts are given back with. It belongs to the model that thought: another one, or another provider to which the
 * conversation went on, refuses it. So the name of the model goes with it.
 */
const ThoughtSignature = z.object({
  model: z.string(),
  /** An item of the responses protocol: its id, and the thoughts in the provider's cipher. */
  item: z.object({ id: z.string(), encrypted: z.string() }).optional(),
  /** Gemini's signatures of thoughts, by the id of the call that followed from them. */
  calls: z.record(z.string(), z.string()).optional(),
})
export type ThoughtSignature = z.infer<typeof ThoughtSignature>

export const writeSignature = (signature: ThoughtSignature): string => JSON.stringify(signature)

/** Null for a signature of another model, or of another provider, whatever it looks like. */
export function readSignature(text: string | null, model: string): ThoughtSignature | null {
  if (text?.startsWith('{') !== true) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  const { data } = ThoughtSignature.safeParse(value)
  return data?.model === model ? data : null
}
