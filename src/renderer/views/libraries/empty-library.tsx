import { useQuery } from '@tanstack/react-query'
import { FolderOpen, FolderUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { requestAdd } from '../../app/add-request.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FileChooser } from '../../components/file-chooser.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'

/** A library without a document: what belongs here, or that files of a followed folder wait to be accepted. */
export function EmptyLibrary({ library }: { library: Library }) {
  const { t } = useTranslation()
  const { data: folders = [] } = useQuery(engine.folders.list.queryOptions({ input: { library: library.id } }))
  if (folders.some(({ files }) => files.waiting > 0)) {
    return <EmptyState icon={<FolderOpen />} title={t('documents.waiting')} text={t('documents.waitingText')} />
  }
  return (
    <EmptyState icon={<FolderOpen />} title={t('documents.empty')} text={t('documents.emptyText')}>
      <FileChooser kind="folder" onChoose={(dropped) => void requestAdd(dropped, library.name)}>
        {(open) => (
          <Button onClick={open}>
            <FolderUp />
            {t('library.addFolder')}
          </Button>
        )}
      </FileChooser>
    </EmptyState>
  )
}
