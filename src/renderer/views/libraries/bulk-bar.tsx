import { Flame, RotateCcw, Tags, Trash2, Undo2, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { BulkTagDialog } from './bulk-tag-dialog.tsx'
import type { DocumentQuery } from './document-query.ts'
import { EraseDialog } from './erase-dialog.tsx'
import { countChosen, toSelection, useSelection } from './selection.ts'
import { useCare } from './use-care.ts'

type BulkBarProps = { libraryId: string; query: DocumentQuery; total: number }

/** What can be done with the chosen documents; there while some are chosen. */
export function BulkBar({ libraryId, query, total }: BulkBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { chosen, clear } = useSelection()
  const care = useCare()
  const [dialog, setDialog] = useState<'tag' | 'erase' | null>(null)
  const count = countChosen(chosen, total)
  if (count === 0) return null
  const selection = toSelection(chosen, { libraryId, query })
  return (
    <section
      aria-label={t('bulk.label')}
      className="mb-2 flex animate-rise flex-wrap items-center gap-1 rounded-md border border-line bg-raised py-1 ps-3 pe-1 shadow-float"
    >
      <p role="status" className="tabular min-w-28 flex-1 text-pretty text-sm">
        {t('bulk.chosen', { count })}
        {chosen.all ? <span className="text-ink-faint"> · {t('bulk.all')}</span> : null}
        <span className="sr-only">{format.count(count)}</span>
      </p>
      {query.trashed ? (
        <>
          <Action label={t('care.restore')} icon={<Undo2 />} onClick={() => care.restore(selection)} />
          <Action label={t('care.erase')} icon={<Flame />} danger onClick={() => setDialog('erase')} />
        </>
      ) : (
        <>
          <Action label={t('bulk.tag')} icon={<Tags />} onClick={() => setDialog('tag')} />
          <Action label={t('care.reread')} icon={<RotateCcw />} onClick={() => care.reread(selection)} />
          <Action label={t('care.trash')} icon={<Trash2 />} onClick={() => care.trash(selection)} />
        </>
      )}
      <Tooltip label={t('bulk.clear')} keys="Esc">
        <Button look="quiet" size="icon-small" aria-label={t('bulk.clear')} onClick={clear}>
          <X />
        </Button>
      </Tooltip>
      {dialog === 'tag' ? (
        <BulkTagDialog libraryId={libraryId} selection={selection} count={count} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'erase' ? <EraseDialog selection={selection} count={count} onClose={() => setDialog(null)} /> : null}
    </section>
  )
}

type ActionProps = { label: string; icon: ReactNode; danger?: boolean; onClick(): void }

function Action({ label, icon, danger = false, onClick }: ActionProps) {
  return (
    <Button look="quiet" size="small" className={danger ? 'text-red' : ''} onClick={onClick} aria-label={label}>
      {icon}
      <span className="max-sm:sr-only">{label}</span>
    </Button>
  )
}
