import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Button } from './ui/button.tsx'

type Toast = {
  id: number
  text: string
  action?: { label: string; run(): void }
  /** Called once when the toast leaves without its action having been taken. */
  onLeave?: () => void
}

/** Milliseconds that a message stays; longer with something to decide. */
const stay = { plain: 5_000, withAction: 8_000 }

type ToastState = { toasts: readonly Toast[]; add(toast: Omit<Toast, 'id'>): number; remove(id: number): void }

let lastId = 0

const useToasts = create<ToastState>((set) => ({
  toasts: [],
  add: (toast) => {
    lastId += 1
    const id = lastId
    set(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }] }))
    return id
  },
  remove: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}))

/** Shows one sentence for a while, with an action such as Undo if given. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  useToasts.getState().add(toast)
}

export function Toasts() {
  const { t } = useTranslation()
  const toasts = useToasts(({ toasts: shown }) => shown)
  return (
    <section
      aria-label={t('toast.region')}
      aria-live="polite"
      // In the corner beside the rail, on a narrow screen under the title: not over the composer, which stands at the foot.
      className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex flex-col items-start gap-2 ps-18 pe-4 max-sm:top-14 max-sm:bottom-auto max-sm:items-center max-sm:ps-4"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation()
  const remove = useToasts((state) => state.remove)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const leave = () => {
      remove(toast.id)
      toast.onLeave?.()
    }
    const timer = setTimeout(leave, toast.action === undefined ? stay.plain : stay.withAction)
    return () => clearTimeout(timer)
  }, [held, toast, remove])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding the message while it is being read is no control
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-full animate-rise items-center gap-2 rounded-md border border-line bg-raised py-1.5 ps-4 pe-1.5 text-sm shadow-float"
    >
      <p className="min-w-0 truncate">{toast.text}</p>
      {toast.action === undefined ? null : (
        <Button
          look="quiet"
          size="small"
          className="text-accent"
          onClick={() => {
            remove(toast.id)
            toast.action?.run()
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button
        look="quiet"
        size="icon-small"
        aria-label={t('action.dismiss')}
        onClick={() => {
          remove(toast.id)
          toast.onLeave?.()
        }}
      >
        <X />
      </Button>
    </div>
  )
}
