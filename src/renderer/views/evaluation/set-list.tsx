import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { QuestionSet } from '../../../contract/evaluation.ts'
import { routes } from '../../app/routes.ts'
import { useViewState } from '../../app/view-state.ts'
import { cn } from '../../lib/cn.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'

/** The question sets of a library. */
export function SetList({ sets, current }: { sets: readonly QuestionSet[]; current: string | null }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const setOverlay = useViewState((state) => state.setOverlay)
  useListKeys(scroller)
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <ul className="flex flex-col gap-px">
        {sets.map((set) => (
          <li key={set.id}>
            <Link
              href={routes.evaluation(set.libraryId, set.id)}
              data-item
              aria-current={set.id === current ? 'page' : undefined}
              onClick={() => setOverlay(null)}
              className={cn(
                'flex flex-col rounded-md px-2.5 py-1.5 -outline-offset-2',
                set.id === current ? 'bg-chosen' : 'hover:bg-hover',
              )}
            >
              <span className={cn('truncate', set.id === current ? 'text-ink' : 'text-ink-soft')}>{set.name}</span>
              <span className="tabular truncate text-ink-faint text-xs">
                {t('evaluation.questions', { count: set.questions })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
