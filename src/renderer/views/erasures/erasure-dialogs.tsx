import { ErasureList } from './erasure-list.tsx'
import { ErasureReportDialog } from './erasure-report-dialog.tsx'
import { useErasureReport } from './erasure-report-store.ts'

/** Reports of what was erased, over whatever view is open. */
export function ErasureDialogs() {
  const { shown, close } = useErasureReport()
  if (shown === null) return null
  if (shown === 'list') return <ErasureList onClose={close} />
  return <ErasureReportDialog reportId={shown.reportId} onClose={close} />
}
