import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { showToast } from '../components/toasts.tsx'
import { describeFailure } from './describe-failure.ts'

type Pending = { ids: ReadonlySet<string>; add(id: string): void; remove(id: string): void }

/** What a person has deleted and can still bring back: hidden on screen, untouched in the engine. */
const usePending = create<Pending>((set) => ({
  ids: new Set<string>(),
  add: (id) => set(({ ids }) => ({ ids: new Set([...ids, id]) })),
  remove: (id) => set(({ ids }) => ({ ids: new Set([...ids].filter((other) => other !== id)) })),
}))

export function usePendingDeletions(): ReadonlySet<string> {
  return usePending(({ ids }) => ids)
}

type Deletion = { id: string; text: string; run(): Promise<unknown> }

/**
 * Deletes after the time for Undo has run out. A page that is closed before has deleted nothing, which is the safe side.
 * A deletion that fails brings the thing back and says why.
 */
export function useDeferredDeletion(): (deletion: Deletion) => void {
  const { t } = useTranslation()
  const { add, remove } = usePending.getState()
  return ({ id, text, run }) => {
    add(id)
    showToast({
      text,
      action: { label: t('action.undo'), run: () => remove(id) },
      onLeave: () => {
        run()
          .catch((error: unknown) => {
            const { code, happened } = describeFailure(t, error)
            showToast({ text: `${happened} (${code})` })
          })
          .finally(() => remove(id))
      },
    })
  }
}
