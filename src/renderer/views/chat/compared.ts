import { create } from 'zustand'

type Compared = {
  questionIds: readonly string[]
  show(questionId: string): void
  hide(questionId: string): void
}

/** Questions whose answers stand side by side. */
export const useCompared = create<Compared>((set) => ({
  questionIds: [],
  show: (id) => set(({ questionIds }) => ({ questionIds: [...questionIds.filter((other) => other !== id), id] })),
  hide: (id) => set(({ questionIds }) => ({ questionIds: questionIds.filter((other) => other !== id) })),
}))
