import { Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Button } from '../components/ui/button.tsx'
import { connection } from '../engine/client.ts'
import { useDelayed } from '../lib/use-delayed.ts'

/** One quiet line while the engine cannot be reached: what is safe, and a way to try at once. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const state = useStore(connection.state, (view) => view.state)
  const due = useDelayed(state === 'lost' || state === 'signed-out', 400)
  return (
    <div role="status">
      {due ? (
        <div className="flex items-center gap-3 border-line border-b bg-amber-wash px-4 py-1.5 text-sm">
          <Unplug className="size-4 shrink-0 text-amber" aria-hidden />
          <p className="min-w-0 flex-1">{t(state === 'signed-out' ? 'connection.signedOut' : 'connection.lost')}</p>
          {state === 'lost' ? (
            <Button size="small" onClick={connection.retry}>
              {t('action.tryAgain')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
