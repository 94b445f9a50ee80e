import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

export function RenameLibraryDialog({ library, onClose }: { library: Library; onClose(): void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(library.name)
  const rename = useMutation(
    engine.libraries.rename.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: engine.libraries.key() })
        onClose()
      },
    }),
  )
  return (
    <Dialog title={t('library.renameTitle', { name: library.name })} onClose={onClose}>
      <form
        className="flex flex-col px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate({ library: library.id, name })
        }}
      >
        <Input
          aria-label={t('library.name')}
          value={name}
          maxLength={120}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        {rename.isError ? (
          <div className="mt-3">
            <FailureNote error={rename.error} />
          </div>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={name.trim() === '' || rename.isPending}>
            {t('action.rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
