import { MoreHorizontal, PanelRightOpen, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/documents.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { ActionMenu, type MenuAction } from '../../components/ui/menu.tsx'
import { client } from '../../engine/client.ts'
import { useDeferredDeletion } from '../../engine/deferred-deletion.ts'
import { refreshWhatJobsChange } from '../../engine/watch-jobs.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Pixels; every row is alike, so that 10,000 of them need no measuring. */
export const rowHeight = 46

export const columns =
  'grid grid-cols-[minmax(0,1fr)_5rem_2rem] sm:grid-cols-[minmax(0,1fr)_6rem_5rem_2rem] md:grid-cols-[minmax(0,1fr)_6.5rem_4.5rem_5.5rem_7rem_2rem] items-center'

type DocumentRowProps = { index: number; top: number; document: Document | undefined; hidden: boolean }

/** One document. Its name opens it; a failed one says why in place of its path. */
export const DocumentRow = memo(function DocumentRow({ index, top, document, hidden }: DocumentRowProps) {
  return (
    <tr
      aria-rowindex={index + 2}
      className={cn(
        columns,
        'group absolute inset-x-0 top-0 rounded-md text-sm hover:bg-hover',
        hidden && 'pointer-events-none opacity-35',
      )}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      {document === undefined ? (
        <td className="px-2">
          <div className="h-3 w-40 rounded-sm bg-chosen" />
        </td>
      ) : (
        <Cells document={document} />
      )}
    </tr>
  )
})

const Cells = memo(function Cells({ document }: { document: Document }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <NameCell document={document} />
      <td className="truncate px-2 text-ink-soft max-sm:hidden">
        {document.type === null ? '—' : t(`documentType.${document.type}`)}
      </td>
      <td className="tabular px-2 text-end text-ink-soft max-md:hidden">
        {document.pages === null ? '—' : format.count(document.pages)}
      </td>
      <td className="tabular truncate px-2 text-end text-ink-soft">{format.bytes(document.bytes)}</td>
      <td className="tabular truncate px-2 text-end text-ink-soft max-md:hidden">{format.date(document.addedAt)}</td>
      <td>
        <RowMenu document={document} />
      </td>
    </>
  )
})

function NameCell({ document }: { document: Document }) {
  const { t } = useTranslation()
  const showSource = useViewState((state) => state.showSource)
  const failed = document.state === 'failed'
  return (
    <td className="min-w-0">
      <button
        type="button"
        data-item
        onClick={() => showSource({ kind: 'document', documentId: document.id })}
        className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-start -outline-offset-2"
      >
        <DocumentIcon type={document.type} className={failed ? 'size-4 text-red' : 'size-4 text-ink-faint'} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-ink">{document.title}</span>
          {document.error === null ? (
            document.title === document.name ? null : (
              <span className="block truncate text-ink-faint text-xs">{document.name}</span>
            )
          ) : (
            <span className="block truncate text-red text-xs">
              {t(`fileError.${document.error}.happened`)} <span className="font-mono">{document.error}</span>
            </span>
          )}
        </span>
      </button>
    </td>
  )
}

function RowMenu({ document }: { document: Document }) {
  const { t } = useTranslation()
  const showSource = useViewState((state) => state.showSource)
  const deleteLater = useDeferredDeletion()
  const actions: readonly MenuAction[] = [
    {
      label: t('action.open'),
      icon: <PanelRightOpen />,
      onSelect: () => showSource({ kind: 'document', documentId: document.id }),
    },
    {
      label: t('action.delete'),
      icon: <Trash2 />,
      danger: true,
      onSelect: () =>
        deleteLater({
          id: document.id,
          text: t('documents.deleted', { name: document.title }),
          run: async () => {
            await client.documents.delete({ documentId: document.id })
            refreshWhatJobsChange()
          },
        }),
    },
  ]
  return (
    <ActionMenu actions={actions}>
      <button
        type="button"
        aria-label={t('action.moreFor', { name: document.title })}
        className="reveal flex size-7 items-center justify-center rounded-sm text-ink-soft hover:bg-hover hover:text-ink"
      >
        <MoreHorizontal className="size-4" />
      </button>
    </ActionMenu>
  )
}
