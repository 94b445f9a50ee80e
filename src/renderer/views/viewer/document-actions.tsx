import { useMutation } from '@tanstack/react-query'
import { Download, ExternalLink, MoreHorizontal, RotateCcw, Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { Document } from '../../../contract/document.ts'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { ActionMenu, type MenuAction } from '../../components/ui/menu.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { client } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { reread } from '../../engine/document-care.ts'
import { toFailure } from '../../engine/failure.ts'
import { saveOriginal } from '../../engine/save-original.ts'

/** False once this host has said that it opens no programs. */
const useCanOpen = create<{ canOpen: boolean }>(() => ({ canOpen: true }))

/** Search, and what can be done with the document's original. */
export function DocumentActions({ document, onFind }: { document: Document; onFind(): void }) {
  const { t } = useTranslation()
  const canOpen = useCanOpen((state) => state.canOpen)
  const tell = (error: unknown) => {
    const { happened, next } = describeFailure(t, error)
    showToast({ text: `${happened} ${next}` })
  }
  const open = useMutation({
    mutationFn: () => client.documents.open({ documentId: document.id }),
    onError: (error) => {
      const { code, data } = toFailure(error)
      if (code === 'OPEN_UNSUPPORTED' && data.reason === 'no-screen') useCanOpen.setState({ canOpen: false })
      tell(error)
    },
  })
  const save = useMutation({ mutationFn: () => saveOriginal(document), onError: tell })
  const again = useMutation({ mutationFn: () => reread({ documentIds: [document.id] }), onError: tell })
  const address = webAddress(document.uri)
  const actions: readonly MenuAction[] = [
    ...(canOpen && isOwnFile(document.uri)
      ? [{ label: t('viewer.open'), icon: <ExternalLink />, onSelect: () => open.mutate() }]
      : []),
    ...(address === null
      ? []
      : [
          {
            label: t('viewer.openAddress'),
            icon: <ExternalLink />,
            onSelect: () => void window.open(address, '_blank', 'noopener,noreferrer'),
          },
        ]),
    { label: t('viewer.save'), icon: <Download />, onSelect: () => save.mutate() },
    { label: t('care.reread'), icon: <RotateCcw />, onSelect: () => again.mutate() },
  ]
  return (
    <>
      {document.state === 'ready' ? (
        <Tooltip label={t('find.label')} keys="Mod+F">
          <Button look="quiet" size="icon" aria-label={t('find.label')} onClick={onFind}>
            <Search />
          </Button>
        </Tooltip>
      ) : null}
      <ActionMenu actions={actions}>
        <Button look="quiet" size="icon" aria-label={t('viewer.original')}>
          <MoreHorizontal />
        </Button>
      </ActionMenu>
    </>
  )
}

/** Whether the original is a file of its own: not inside an archive, no copy that Diwan keeps, no line of a file. */
function isOwnFile(uri: string): boolean {
  return uri.startsWith('file:') && !uri.includes('!/') && !uri.includes('#')
}

function webAddress(uri: string): string | null {
  return /^https?:\/\//.test(uri) && !uri.includes('!/') ? uri : null
}
