import { extractiveModel, type ModelPolicy, type ModelReference } from '../../../contract/language-models.ts'

/**
 * How the model of a question is chosen: by its own name, by its conversation's, or as the settings say; null for none,
 * when quotes answer. A named model that can't answer is followed by those that the settings name.
 */
export function choosePolicy(
  named: { asked: ModelReference | null | undefined; ofConversation: ModelReference | null },
  settings: { policy: ModelPolicy | null; fallback: readonly ModelReference[] },
): ModelPolicy | null {
  const model = named.asked ?? named.ofConversation
  if (model === null) {
    const { policy } = settings
    return policy?.kind === 'fixed' && policy.model === extractiveModel ? null : policy
  }
  if (model === extractiveModel) return null
  return { kind: 'fixed', model, fallback: settings.fallback.filter((other) => other !== model) }
}
