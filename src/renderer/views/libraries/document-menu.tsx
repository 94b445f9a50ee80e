import { Flame, PanelRightOpen, RotateCcw, Trash2, Undo2, Waypoints } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { ActionMenu, type MenuAction } from '../../components/ui/menu.tsx'
import { ExplainDialog } from '../explain/explain-dialog.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { useCare } from './use-care.ts'

const look =
  'flex size-7 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover'
/** Hidden at rest by the sign alone, because a see-through button would need a layer of its own. */
const restingSign =
  'invisible group-focus-within:visible group-hover:visible in-data-[state=open]:visible [@media(hover:none)]:visible'

type DocumentMenuProps = {
  document: Document
  label: string
  /** Whether it was opened; one menu of the table is at a time. */
  wanted: boolean
  onWanted(documentId: string): void
}

/**
 * What can be done with a document. The menu itself is made when it is first opened, because rows are made by the dozen
 * while a library is scrolled; not when the pointer comes near, because a quick press would meet a button on its way out.
 */
export function DocumentMenu({ document, label, wanted, onWanted }: DocumentMenuProps) {
  if (wanted) return <OpenedMenu key={document.id} document={document} label={label} />
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      className={look}
      onClick={() => onWanted(document.id)}
    >
      <span aria-hidden className={restingSign}>
        ⋯
      </span>
    </button>
  )
}

function OpenedMenu({ document, label }: { document: Document; label: string }) {
  const { t } = useTranslation()
  const showSource = useViewState((state) => state.showSource)
  const care = useCare()
  const [erasing, setErasing] = useState(false)
  const [explaining, setExplaining] = useState(false)
  const selection = { documentIds: [document.id] }
  const open: MenuAction = {
    label: t('action.open'),
    icon: <PanelRightOpen />,
    onSelect: () => showSource({ kind: 'document', documentId: document.id }),
  }
  const explain: MenuAction = {
    label: t('explain.open'),
    icon: <Waypoints />,
    onSelect: () => setExplaining(true),
  }
  const actions: readonly MenuAction[] =
    document.trashedAt === null
      ? [
          open,
          explain,
          { label: t('care.reread'), icon: <RotateCcw />, onSelect: () => care.reread(selection) },
          { label: t('care.trash'), icon: <Trash2 />, danger: true, onSelect: () => care.trash(selection) },
        ]
      : [
          open,
          explain,
          { label: t('care.restore'), icon: <Undo2 />, onSelect: () => care.restore(selection) },
          { label: t('care.erase'), icon: <Flame />, danger: true, onSelect: () => setErasing(true) },
        ]
  return (
    <>
      <ActionMenu actions={actions} defaultOpen>
        <button type="button" aria-label={label} className={look}>
          <span aria-hidden className={restingSign}>
            ⋯
          </span>
        </button>
      </ActionMenu>
      {explaining ? (
        <ExplainDialog
          document={{ id: document.id, title: document.title }}
          asked={null}
          cited={null}
          onClose={() => setExplaining(false)}
        />
      ) : null}
      {erasing ? <EraseDialog selection={selection} count={1} onClose={() => setErasing(false)} /> : null}
    </>
  )
}
