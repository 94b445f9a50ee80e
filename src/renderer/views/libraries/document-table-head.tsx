import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import type { DocumentQuery, DocumentSort } from './document-query.ts'
import { columns } from './document-row.tsx'
import { countChosen, useSelection } from './selection.ts'

type DocumentTableHeadProps = { query: DocumentQuery; total: number; onSort(sort: DocumentSort): void }

/**
 * Names of the columns, those that sort as buttons, and a box that chooses all rows. Kept as it is while the rows below it
 * are scrolled.
 */
export const DocumentTableHead = memo(function DocumentTableHead({ query, total, onSort }: DocumentTableHeadProps) {
  const { t } = useTranslation()
  return (
    <thead className="sticky top-0 z-10 block border-line border-b bg-paper">
      <tr aria-rowindex={1} className={cn(columns, 'h-8 text-ink-faint text-xs')}>
        <ChooseAll total={total} />
        <SortHead label={t('documents.name')} sort="name" query={query} onSort={onSort} />
        <Head label={t('documents.type')} className="@max-md:hidden" />
        <Head label={t('documents.pages')} className="justify-end @max-2xl:hidden" />
        <SortHead label={t('documents.size')} sort="bytes" query={query} onSort={onSort} className="justify-end" />
        <SortHead
          label={t('documents.added')}
          sort="addedAt"
          query={query}
          onSort={onSort}
          className="justify-end @max-2xl:hidden"
        />
        <Head label={t('documents.actions')} className="[&>span]:sr-only" />
      </tr>
    </thead>
  )
})

function ChooseAll({ total }: { total: number }) {
  const { t } = useTranslation()
  const { chosen, chooseAll, clear } = useSelection()
  const count = countChosen(chosen, total)
  return (
    <th scope="col" className="flex h-8 items-center justify-center">
      <input
        ref={(box) => {
          if (box !== null) box.indeterminate = count > 0 && count < total
        }}
        type="checkbox"
        aria-label={t('documents.chooseAll')}
        className="size-4 accent-accent"
        checked={count > 0 && count >= total}
        onChange={() => (count === 0 ? chooseAll() : clear())}
      />
    </th>
  )
}

function Head({ label, className }: { label: string; className?: string }) {
  return (
    <th scope="col" className={cn('flex items-center px-2 font-normal', className)}>
      <span>{label}</span>
    </th>
  )
}

type SortHeadProps = Omit<DocumentTableHeadProps, 'total'> & { label: string; sort: DocumentSort; className?: string }

function SortHead({ label, sort, query, onSort, className }: SortHeadProps) {
  const active = query.sort === sort
  const Arrow = query.order === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={active ? query.order : 'none'}
      className={cn('flex items-center font-normal', className)}
    >
      <button
        type="button"
        onClick={() => onSort(sort)}
        className={cn('flex h-7 items-center gap-1 rounded-sm px-1 hover:text-ink', active && 'text-ink')}
      >
        {label}
        {active ? <Arrow aria-hidden className="size-3" /> : null}
      </button>
    </th>
  )
}
