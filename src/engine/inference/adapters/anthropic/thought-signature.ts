import { z } from 'zod'

/**
 * What a thought is given back with. It belongs to the model that thought it: another one, or another provider to which the
 * conversation went on, refuses it. So the name of the model goes with it.
 */
const ThoughtSignature = z.object({
  model: z.string(),
  /** Of a thought that is shown. */
  signature: z.string().optional(),
  /** A thought that is not shown, in the provider's cipher. */
  redacted: z.string().optional(),
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
