import { extractiveModel } from '../../../contract/language-models.ts'
import type { LanguageModelInfo } from '../../../contract/providers.ts'

/** Models of one provider, of this machine (null), or the one that quotes. */
export type ModelGroup = {
  kind: 'local' | 'provider' | 'extractive'
  name: string | null
  models: readonly LanguageModelInfo[]
}

/** Models on this machine first, then by provider, then the one that quotes. */
export function groupModels(models: readonly LanguageModelInfo[]): readonly ModelGroup[] {
  const extractive = models.filter(({ reference }) => reference === extractiveModel)
  const others = models.filter(({ reference }) => reference !== extractiveModel)
  const local = others.filter(({ provider }) => provider === null)
  const providers = [...new Set(others.flatMap(({ provider }) => provider ?? []))].toSorted()
  const groups: readonly ModelGroup[] = [
    { kind: 'local', name: null, models: local },
    ...providers.map(
      (name): ModelGroup => ({ kind: 'provider', name, models: others.filter(({ provider }) => provider === name) }),
    ),
    { kind: 'extractive', name: null, models: extractive },
  ]
  return groups.filter((group) => group.models.length > 0)
}

/** Whether asking it may cost money. What runs on this machine and has no price costs nothing that anybody knows. */
export function isPaid(model: LanguageModelInfo | undefined): boolean {
  if (model === undefined) return false
  return model.price === null ? !model.isLocal : model.price.input + model.price.output > 0
}
