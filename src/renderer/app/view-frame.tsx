import { PanelLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/ui/button.tsx'
import { Dialog } from '../components/ui/dialog.tsx'
import { Tooltip } from '../components/ui/tooltip.tsx'
import { useMedia, useSheets } from '../lib/use-media.ts'
import { useViewState } from './view-state.ts'

type ViewFrameProps = {
  /** Name of the list, such as "Conversations". */
  listTitle: string
  listAction?: ReactNode
  list: ReactNode
  title: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A view's list and work side by side; on narrow windows the list is a sheet. */
export function ViewFrame({ listTitle, listAction, list, title, actions, children }: ViewFrameProps) {
  const { overlay, setOverlay, listFolded, toggleList, source } = useViewState()
  // Beside open sources the work keeps its width; the list gives way and comes as a sheet.
  const crowded = useMedia('(max-width: 1279.98px)') && source !== null
  const narrow = useSheets()
  const sheets = narrow || crowded
  const { t } = useTranslation()
  const toggle = sheets ? () => setOverlay('list') : toggleList
  const shown = sheets ? overlay === 'list' : !listFolded
  return (
    <>
      {!sheets && !listFolded ? (
        <aside
          aria-label={listTitle}
          className="flex w-[clamp(15rem,20vw,20rem)] shrink-0 flex-col border-line border-e bg-panel"
        >
          <div className="flex h-12 shrink-0 items-center justify-between ps-4 pe-2">
            <h2 className="font-semibold text-base">{listTitle}</h2>
            {listAction}
          </div>
          {list}
        </aside>
      ) : null}
      {sheets && overlay === 'list' ? (
        <Dialog title={listTitle} action={listAction} placement="start" onClose={() => setOverlay(null)}>
          {list}
        </Dialog>
      ) : null}
      <main id="work" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col bg-paper outline-none">
        <header className="flex h-12 shrink-0 items-center gap-2 ps-2 pe-3 sm:ps-3">
          <Tooltip label={shown ? t('list.fold') : t('list.unfold')}>
            <Button
              look="quiet"
              size="icon"
              aria-label={shown ? t('list.fold') : t('list.unfold')}
              aria-expanded={shown}
              onClick={toggle}
            >
              <PanelLeft className="rtl:-scale-x-100" />
            </Button>
          </Tooltip>
          <h1 className="flex min-w-0 flex-1 font-medium text-base text-ink-soft">
            <span dir="auto" className="truncate">
              {title}
            </span>
          </h1>
          {actions}
        </header>
        {children}
      </main>
    </>
  )
}
