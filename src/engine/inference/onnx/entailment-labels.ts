import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Which of a model's classes says that a claim follows, and how many there are. */
export type EntailmentLabels = { entailment: number; count: number }

const Config = z.object({
  id2label: z.record(z.string().regex(/^\d+$/), z.string()).nullish(),
  label2id: z.record(z.string(), z.int().nonnegative()).nullish(),
})

/**
 * Reads the names of a model's classes. Models differ in their order, and some know only whether a claim follows or not, so
 * nothing is guessed.
 *
 * @throws Error when the file is damaged, or names no class `entailment`
 */
export async function readEntailmentLabels(folder: string): Promise<EntailmentLabels> {
  const text = await readFile(join(folder, 'config.json'), 'utf8')
  return findEntailment(Config.parse(JSON.parse(text)))
}

/** @throws Error, as `readEntailmentLabels` does */
export function findEntailment({ id2label, label2id }: z.infer<typeof Config>): EntailmentLabels {
  const named: [string, number][] = id2label
    ? Object.entries(id2label).map(([id, label]) => [label, Number(id)])
    : Object.entries(label2id ?? {})
  const ids = named.map(([, id]) => id).sort((a, b) => a - b)
  if (named.length < 2 || ids.some((id, place) => id !== place)) {
    throw new Error('config.json does not say what the classes of the model are')
  }
  // Others are called "not_entailment": the name has to be the whole word.
  const [found, ...others] = named.filter(([label]) => label.trim().toLowerCase() === 'entailment')
  if (found === undefined || others.length > 0) throw new Error('config.json names no class "entailment"')
  return { entailment: found[1], count: named.length }
}
