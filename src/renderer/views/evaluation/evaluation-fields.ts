import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'

type Field =
  | { name: 'mode' | 'fusion'; kind: 'choice'; options: readonly string[] }
  | { name: 'broad' | 'rerank' | 'graph'; kind: 'switch' }
  | {
      name: Exclude<keyof RetrievalOverrides, 'mode' | 'fusion' | 'broad' | 'rerank' | 'graph'>
      kind: 'number'
      least: number
      most: number
      step: number
    }

export type EvaluationField = Field

/** Every setting that a run can have in the place of the installed one; those that change most stand first. */
export const evaluationFields: readonly Field[] = [
  { name: 'mode', kind: 'choice', options: ['auto', 'hybrid', 'dense', 'keyword'] },
  { name: 'broad', kind: 'switch' },
  { name: 'rerank', kind: 'switch' },
  { name: 'graph', kind: 'switch' },
  { name: 'queries', kind: 'number', least: 1, most: 5, step: 1 },
  { name: 'hops', kind: 'number', least: 1, most: 3, step: 1 },
  { name: 'fusion', kind: 'choice', options: ['weighted', 'reciprocal-rank'] },
  { name: 'denseWeight', kind: 'number', least: 0, most: 1, step: 0.05 },
  { name: 'candidates', kind: 'number', least: 10, most: 1_000, step: 1 },
  { name: 'rerankCandidates', kind: 'number', least: 2, most: 200, step: 1 },
  { name: 'contextPassages', kind: 'number', least: 1, most: 50, step: 1 },
  { name: 'diversityPool', kind: 'number', least: 1, most: 200, step: 1 },
  { name: 'diversityBalance', kind: 'number', least: 0, most: 1, step: 0.05 },
  { name: 'neighbours', kind: 'number', least: 0, most: 5, step: 1 },
  { name: 'contextTokens', kind: 'number', least: 200, most: 200_000, step: 100 },
]

/** Fields that stand open; the others are behind a fold. */
export const mainFields = 6

/** What was typed for each field; an empty text is the installed setting. */
export type SettingsDraft = Readonly<Partial<Record<Field['name'], string>>>

export const switchOptions = ['on', 'off'] as const

/** The settings that were typed as a call takes them; those that are no value are named in `problems`. */
export function parseSettingsDraft(draft: SettingsDraft): { retrieval: RetrievalOverrides; problems: string[] } {
  const problems: string[] = []
  const entries = evaluationFields.flatMap((field): [string, string | number | boolean][] => {
    const typed = draft[field.name]?.trim() ?? ''
    if (typed === '') return []
    if (field.kind === 'switch') return [[field.name, typed === 'on']]
    if (field.kind === 'choice') return [[field.name, typed]]
    const value = Number(typed)
    const isWhole = field.step < 1 || Number.isInteger(value)
    if (!(value >= field.least && value <= field.most && isWhole)) problems.push(field.name)
    return [[field.name, value]]
  })
  return { retrieval: Object.fromEntries(entries) as RetrievalOverrides, problems }
}
