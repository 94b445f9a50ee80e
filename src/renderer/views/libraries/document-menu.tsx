import { Flame, PanelRightOpen, RotateCcw, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { ActionMenu, type MenuAction } from '../../components/ui/menu.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { useCare } from './use-care.ts'

const look =
  'reveal flex size-7 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover'

/**
 * What can be done with a document. The menu itself is made when the pointer or the focus comes near, because rows are
 * made by the dozen while a library is scrolled.
 */
export function DocumentMenu({ document, label }: { document: Document; label: string }) {
  const [near, setNear] = useState<'pointer' | 'focus' | 'press' | null>(null)
  if (near !== null) return <NearMenu document={document} label={label} near={near} />
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      className={look}
      onPointerEnter={() => setNear('pointer')}
      onFocus={() => setNear((before) => before ?? 'focus')}
      // A press may come before the menu has been made: it opens the one that takes this button's place.
      onPointerDown={() => setNear('press')}
    >
      <span aria-hidden>⋯</span>
    </button>
  )
}

type NearMenuProps = { document: Document; label: string; near: 'pointer' | 'focus' | 'press' }

function NearMenu({ document, label, near }: NearMenuProps) {
  const { t } = useTranslation()
  const showSource = useViewState((state) => state.showSource)
  const care = useCare()
  const [erasing, setErasing] = useState(false)
  const selection = { documentIds: [document.id] }
  const open: MenuAction = {
    label: t('action.open'),
    icon: <PanelRightOpen />,
    onSelect: () => showSource({ kind: 'document', documentId: document.id }),
  }
  const actions: readonly MenuAction[] =
    document.trashedAt === null
      ? [
          open,
          { label: t('care.reread'), icon: <RotateCcw />, onSelect: () => care.reread(selection) },
          { label: t('care.trash'), icon: <Trash2 />, danger: true, onSelect: () => care.trash(selection) },
        ]
      : [
          open,
          { label: t('care.restore'), icon: <Undo2 />, onSelect: () => care.restore(selection) },
          { label: t('care.erase'), icon: <Flame />, danger: true, onSelect: () => setErasing(true) },
        ]
  return (
    <>
      <ActionMenu actions={actions} defaultOpen={near === 'press'}>
        <button type="button" aria-label={label} className={look} ref={near === 'focus' ? takeFocus : null}>
          <span aria-hidden>⋯</span>
        </button>
      </ActionMenu>
      {erasing ? <EraseDialog selection={selection} count={1} onClose={() => setErasing(false)} /> : null}
    </>
  )
}

/** The button that takes the place of the focused one takes the focus too. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus({ preventScroll: true })
}
