import { FileUp, FolderUp, MoreHorizontal, Pencil, Plus, Route, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { requestAdd } from '../../app/add-request.ts'
import { FileChooser } from '../../components/file-chooser.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu } from '../../components/ui/menu.tsx'
import type { Dropped } from '../../engine/dropped-files.ts'
import { AddPathDialog } from './add-path-dialog.tsx'
import { DeleteLibraryDialog } from './delete-library-dialog.tsx'
import { RenameLibraryDialog } from './rename-library-dialog.tsx'

/** What can be done with a library: add to it, rename it, delete it. */
export function LibraryActions({ library }: { library: Library }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'path' | 'rename' | 'delete' | null>(null)
  const openFolder = useRef<() => void>(() => undefined)
  const openFiles = useRef<() => void>(() => undefined)
  const add = (dropped: Dropped) => void requestAdd(dropped, library.name)
  const close = () => setDialog(null)
  return (
    <>
      <FileChooser kind="files" onChoose={add}>
        {(open) => {
          openFiles.current = open
          return null
        }}
      </FileChooser>
      <FileChooser kind="folder" onChoose={add}>
        {(open) => {
          openFolder.current = open
          return null
        }}
      </FileChooser>
      <ActionMenu
        actions={[
          { label: t('library.addFiles'), icon: <FileUp />, onSelect: () => openFiles.current() },
          { label: t('library.addFolder'), icon: <FolderUp />, onSelect: () => openFolder.current() },
          { label: t('library.addPath'), icon: <Route />, onSelect: () => setDialog('path') },
        ]}
      >
        <Button look="primary">
          <Plus />
          {t('action.add')}
        </Button>
      </ActionMenu>
      <ActionMenu
        actions={[
          { label: t('action.rename'), icon: <Pencil />, onSelect: () => setDialog('rename') },
          { label: t('action.delete'), icon: <Trash2 />, danger: true, onSelect: () => setDialog('delete') },
        ]}
      >
        <Button look="quiet" size="icon" aria-label={t('action.moreFor', { name: library.name })}>
          <MoreHorizontal />
        </Button>
      </ActionMenu>
      {dialog === 'path' ? <AddPathDialog library={library} onClose={close} /> : null}
      {dialog === 'rename' ? <RenameLibraryDialog library={library} onClose={close} /> : null}
      {dialog === 'delete' ? <DeleteLibraryDialog library={library} onClose={close} /> : null}
    </>
  )
}
