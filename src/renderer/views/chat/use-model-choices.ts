import type { Conversation } from '../../../contract/chat.ts'
import type { GenerationOptions } from '../../../contract/language-models.ts'
import { useDraft, useDrafts } from './drafts.ts'
import { isPaid } from './model-groups.ts'
import { useLanguageModels } from './use-language-models.ts'

export type ModelChoices = {
  draftKey: string
  /** Null for one that the engine has not numbered yet: what is chosen for it waits in the draft. */
  conversation: Conversation | null
  onConfigure(choice: { model?: string | null; options?: GenerationOptions }): void
}

const none: readonly string[] = []

/** The models and options that the next question is asked with, and how to choose others. */
export function useModelChoices({ draftKey, conversation, onConfigure }: ModelChoices) {
  const draft = useDraft(draftKey)
  const { change } = useDrafts.getState()
  const models = useLanguageModels()
  // The extractive one is always there.
  const hasModel = models.length > 1
  const usual = conversation?.model == null ? none : [conversation.model]
  const chosen = hasModel ? (draft.models ?? usual) : none
  const isPaidFor = (reference: string) => isPaid(models.find((model) => model.reference === reference))
  return {
    models,
    hasModel,
    chosen,
    options: draft.options ?? conversation?.options ?? {},
    mayCost: chosen.length === 0 ? models.some(isPaid) : chosen.some(isPaidFor),
    chooseModels(references: readonly string[]) {
      const isOne = references.length < 2
      change(draftKey, { models: conversation !== null && isOne ? null : references })
      if (conversation !== null && isOne) onConfigure({ model: references[0] ?? null })
    },
    chooseOptions(options: GenerationOptions) {
      if (conversation === null) change(draftKey, { options })
      else onConfigure({ options })
    },
  }
}
