import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { useErasureReport } from '../erasures/erasure-report-store.ts'
import { EraseDialog } from './erase-dialog.tsx'

/** What the trash is, how long it keeps things, and a way to empty it. */
export function TrashBar({ library }: { library: Library }) {
  const { t } = useTranslation()
  const [emptying, setEmptying] = useState(false)
  const { data: settings } = useQuery(engine.settings.get.queryOptions())
  const showList = useErasureReport((state) => state.showList)
  const { trashed } = library.documents
  return (
    <section
      aria-label={t('trash.title')}
      className="mb-3 flex flex-wrap items-center gap-2 rounded-md border border-line bg-panel px-3.5 py-2"
    >
      <p className="min-w-52 flex-1 text-pretty text-ink-soft text-sm">
        {settings === undefined ? '' : t('trash.text', { count: settings.values.libraries.trashDays })}
      </p>
      <Button size="small" look="quiet" onClick={showList}>
        {t('erasure.list')}
      </Button>
      <Button size="small" look="danger" disabled={trashed === 0} onClick={() => setEmptying(true)}>
        {t('trash.clear')}
      </Button>
      {emptying ? (
        <EraseDialog
          selection={{ library: library.id, filter: { trashed: true } }}
          count={trashed}
          onClose={() => setEmptying(false)}
        />
      ) : null}
    </section>
  )
}
