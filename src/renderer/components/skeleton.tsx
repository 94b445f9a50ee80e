import { useTranslation } from 'react-i18next'
import { useDelayed } from '../lib/use-delayed.ts'

const widths = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3', 'w-4/5', 'w-1/2']

/** Grey lines in place of what is loading, after 200 ms. */
export function Skeleton({ lines = 4, className = '' }: { lines?: number; className?: string }) {
  const { t } = useTranslation()
  const due = useDelayed(true)
  if (!due) return null
  return (
    <div className={`flex flex-col gap-3.5 ${className}`} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that are all alike and never move
        <div key={line} className={`h-3 animate-breathe rounded-sm bg-chosen ${widths[line % widths.length]}`} />
      ))}
    </div>
  )
}
