import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import { Button } from './button.tsx'

type DialogProps = {
  title: string
  onClose(): void
  children: ReactNode
  /** Beside the title. */
  action?: ReactNode
  /** A sheet slides from a side and fills the height; a dialog stands in the middle. */
  placement?: 'centre' | 'start' | 'end' | 'top'
  className?: string
  /** For dialogs whose content shows what they are and how they close. */
  hideTitle?: boolean
}

const placements = {
  centre: 'm-auto w-[min(30rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-md animate-rise',
  top: 'mx-auto mt-[12dvh] mb-auto w-[min(36rem,calc(100vw-1.5rem))] max-h-[70dvh] rounded-md animate-rise',
  start: 'ms-0 me-auto my-0 h-dvh max-h-dvh w-[min(20rem,88vw)] animate-[slide-from-start_160ms_ease-out]',
  end: 'ms-auto me-0 my-0 h-dvh max-h-dvh w-[min(44rem,100vw)] animate-[slide-from-end_160ms_ease-out]',
}

/**
 * The browser's own modal dialog: it traps the focus, makes the rest inert, closes on Escape and gives the focus back,
 * and needs no injected style, which the page's content security policy refuses.
 */
export function Dialog({ title, onClose, children, action, placement = 'centre', className, hideTitle }: DialogProps) {
  const { t } = useTranslation()
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const isSheet = placement === 'start' || placement === 'end'
  useEffect(() => {
    const dialog = element.current
    if (dialog === null) return
    dialog.showModal()
    // A closed dialog cannot take the focus, so that React's autoFocus would come too early.
    dialog.querySelector<HTMLElement>('[data-initial-focus]')?.focus()
    return () => dialog.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop; Escape is the dialog's own key for it.
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose()
      }}
      className={cn(
        'max-w-none flex-col overflow-hidden border-line bg-paper text-ink shadow-float open:flex',
        isSheet ? '' : 'border bg-raised',
        placements[placement],
        className,
      )}
    >
      {hideTitle ? (
        <h2 id={titleId} className="sr-only">
          {title}
        </h2>
      ) : (
        <div className="flex shrink-0 items-center justify-between ps-5 pe-3 pt-3 pb-1">
          <h2 id={titleId} className="flex-1 font-semibold text-lg">
            {title}
          </h2>
          {action}
          <Button look="quiet" size="icon" aria-label={t('action.close')} onClick={onClose}>
            <X />
          </Button>
        </div>
      )}
      {children}
    </dialog>
  )
}
