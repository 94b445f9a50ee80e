import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { LinesForm } from '../../components/lines-form.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { addPaths } from '../../engine/add-documents.ts'

/** Adds files and folders of the machine on which the engine runs; they stay where they are. */
export function AddPathDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const paths = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const add = useMutation({ mutationFn: () => addPaths(library.id, paths), onSuccess: onClose })
  return (
    <Dialog title={t('library.addPathTitle', { name: library.name })} onClose={onClose}>
      <LinesForm
        label={t('library.addPathText')}
        text={text}
        onText={setText}
        ready={paths.length > 0 && !add.isPending}
        error={add.error}
        onCancel={onClose}
        onSubmit={add.mutate}
      />
    </Dialog>
  )
}
