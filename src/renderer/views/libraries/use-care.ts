import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DocumentSelection } from '../../../contract/document.ts'
import { showToast } from '../../components/toasts.tsx'
import { describeFailure } from '../../engine/describe-failure.ts'
import * as documentCare from '../../engine/document-care.ts'
import { useSelection } from './selection.ts'

export type Care = {
  trash(selection: DocumentSelection): void
  restore(selection: DocumentSelection): void
  reread(selection: DocumentSelection): void
  isPending: boolean
}

/** What is done with documents, each with a word about it and a way back where there is one. */
export function useCare(): Care {
  const { t } = useTranslation()
  const run = useMutation({
    mutationFn: (work: () => Promise<void>) => work(),
    onError: (error) => {
      const { code, happened } = describeFailure(t, error)
      showToast({ text: `${happened} (${code})` })
    },
  })
  const restore = async (selection: DocumentSelection) => {
    const count = await documentCare.restore(selection)
    showToast({ text: t('trash.restored', { count }) })
  }
  const trash = async (selection: DocumentSelection) => {
    const { documents: count, documentIds } = await documentCare.trash(selection)
    const undo = { label: t('action.undo'), run: () => run.mutate(() => restore({ documentIds })) }
    // Beyond what Undo can name, the trash itself is the way back.
    const whole = documentIds.length === count && count > 0
    showToast({ text: t('trash.moved', { count }), ...(whole ? { action: undo } : {}) })
  }
  const then = (work: () => Promise<void>) =>
    run.mutate(async () => {
      await work()
      useSelection.getState().clear()
    })
  return {
    trash: (selection) => then(() => trash(selection)),
    restore: (selection) => then(() => restore(selection)),
    reread: (selection) => then(() => documentCare.reread(selection)),
    isPending: run.isPending,
  }
}
