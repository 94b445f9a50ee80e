import { create } from 'zustand'
import type { UsageFilter, UsageGroup } from '../../../contract/usage.ts'
import type { Period } from './usage-period.ts'

/** What a drill-down narrows to, with the title that it was chosen by. */
export type Narrowing = { filter: Omit<UsageFilter, 'from' | 'to'>; group: UsageGroup; title: string }

type UsageChoice = {
  period: Period
  by: UsageGroup
  measure: 'money' | 'tokens'
  shape: 'chart' | 'table'
  narrowing: Narrowing | null
  set(change: Partial<Omit<UsageChoice, 'set'>>): void
}

/** What the usage view looks at; it stays while the person looks at another view. */
export const useUsageChoice = create<UsageChoice>((set) => ({
  period: 'month',
  by: 'model',
  measure: 'money',
  shape: 'chart',
  narrowing: null,
  set: (change) => set(change),
}))

/** What a row of a group narrows to; null where the ledger has no such filter. */
export function narrowTo(group: UsageGroup, key: string | null): Narrowing['filter'] | null {
  if (key === null) return null
  switch (group) {
    case 'model':
      return { model: key }
    case 'agent':
      return { agent: key }
    case 'workflow':
      return { workflow: key }
    case 'library':
      return { libraryId: key }
    case 'conversation':
      return { conversationId: key }
    case 'purpose':
    case 'code':
      return null
  }
}
