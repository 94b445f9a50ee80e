import {
  Boxes,
  ClipboardPaste,
  FileUp,
  FolderSync,
  FolderUp,
  Gauge,
  Globe,
  Lock,
  MoreHorizontal,
  Network,
  Pencil,
  Plus,
  Route,
  Scissors,
  Trash2,
} from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { requestAdd } from '../../app/add-request.ts'
import { go, routes } from '../../app/routes.ts'
import { FileChooser } from '../../components/file-chooser.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu } from '../../components/ui/menu.tsx'
import type { Dropped } from '../../engine/dropped-files.ts'
import { ChunkingDialog } from '../chunking/chunking-dialog.tsx'
import { EmbeddingDialog } from '../embedding/embedding-dialog.tsx'
import { FollowFolderDialog } from '../folders/follow-folder-dialog.tsx'
import { AddPathDialog } from './add-path-dialog.tsx'
import { AddTextDialog } from './add-text-dialog.tsx'
import { AddUrlsDialog } from './add-urls-dialog.tsx'
import { DeleteLibraryDialog } from './delete-library-dialog.tsx'
import { PrivacyDialog } from './privacy-dialog.tsx'
import { RenameLibraryDialog } from './rename-library-dialog.tsx'

type LibraryDialog = 'path' | 'urls' | 'text' | 'follow' | 'chunking' | 'embedding' | 'privacy' | 'rename' | 'delete'

/** What can be done with a library: add to it, follow folders, set how it is cut and kept, see its graph, rename or delete it. */
export function LibraryActions({ library }: { library: Library }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<LibraryDialog | null>(null)
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
          { label: t('library.addUrls'), icon: <Globe />, onSelect: () => setDialog('urls') },
          { label: t('library.addText'), icon: <ClipboardPaste />, onSelect: () => setDialog('text') },
          { label: t('library.addPath'), icon: <Route />, onSelect: () => setDialog('path') },
          { label: t('folders.follow'), icon: <FolderSync />, onSelect: () => setDialog('follow') },
        ]}
      >
        <Button look="primary">
          <Plus />
          {t('action.add')}
        </Button>
      </ActionMenu>
      <ActionMenu
        actions={[
          { label: t('chunking.open'), icon: <Scissors />, onSelect: () => setDialog('chunking') },
          { label: t('embedding.open'), icon: <Boxes />, onSelect: () => setDialog('embedding') },
          { label: t('privacy.open'), icon: <Lock />, onSelect: () => setDialog('privacy') },
          { label: t('graph.open'), icon: <Network />, onSelect: () => go(routes.graph(library.id)) },
          { label: t('evaluation.open'), icon: <Gauge />, onSelect: () => go(routes.evaluation(library.id)) },
          { label: t('action.rename'), icon: <Pencil />, onSelect: () => setDialog('rename') },
          { label: t('action.delete'), icon: <Trash2 />, danger: true, onSelect: () => setDialog('delete') },
        ]}
      >
        <Button look="quiet" size="icon" aria-label={t('action.moreFor', { name: library.name })}>
          <MoreHorizontal />
        </Button>
      </ActionMenu>
      {dialog === 'path' ? <AddPathDialog library={library} onClose={close} /> : null}
      {dialog === 'urls' ? <AddUrlsDialog library={library} onClose={close} /> : null}
      {dialog === 'text' ? <AddTextDialog library={library} onClose={close} /> : null}
      {dialog === 'follow' ? <FollowFolderDialog library={library} onClose={close} /> : null}
      {dialog === 'chunking' ? <ChunkingDialog library={library} onClose={close} /> : null}
      {dialog === 'embedding' ? <EmbeddingDialog library={library} onClose={close} /> : null}
      {dialog === 'privacy' ? <PrivacyDialog library={library} onClose={close} /> : null}
      {dialog === 'rename' ? <RenameLibraryDialog library={library} onClose={close} /> : null}
      {dialog === 'delete' ? <DeleteLibraryDialog library={library} onClose={close} /> : null}
    </>
  )
}
