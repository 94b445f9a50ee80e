import type { TFunction } from 'i18next'
import { memo } from 'react'
import type { Document } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { cn } from '../../lib/cn.ts'
import type { useFormat } from '../../lib/use-format.ts'
import { DocumentMenu } from './document-menu.tsx'

/** Pixels; every row is alike, so that 10,000 of them need no measuring. */
export const rowHeight = 46

/** Columns come with the width of the table, not of the window, because open sources take half of that. */
export const columns =
  'grid grid-cols-[minmax(0,1fr)_5rem_2rem] @md:grid-cols-[minmax(0,1fr)_6.5rem_5rem_2rem] @2xl:grid-cols-[minmax(0,1fr)_6.5rem_4.5rem_5.5rem_7rem_2rem] items-center'

const rowLook = cn(columns, 'group absolute inset-x-0 top-0 rounded-md text-sm contain-strict hover:bg-hover')

/** Texts and formats come from the table, because rows are made by the dozen while it is scrolled. */
type Words = { t: TFunction; format: ReturnType<typeof useFormat> }

type DocumentRowProps = Words & { index: number; top: number; document: Document | undefined; hidden: boolean }

/** One document. Its name, by which the table is sorted, opens it; below stands its title, or why it could not be read. */
export const DocumentRow = memo(function DocumentRow(props: DocumentRowProps) {
  const { index, top, document, hidden, t, format } = props
  return (
    <tr
      aria-rowindex={index + 2}
      className={hidden ? `${rowLook} pointer-events-none opacity-35` : rowLook}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      {document === undefined ? (
        <td className="px-2">
          <div className="h-3 w-40 rounded-sm bg-chosen" />
        </td>
      ) : (
        <Cells document={document} t={t} format={format} />
      )}
    </tr>
  )
})

const Cells = memo(function Cells({ document, t, format }: Words & { document: Document }) {
  return (
    <>
      <td className="min-w-0">
        <Name document={document} t={t} />
      </td>
      <td className="truncate px-2 text-ink-soft @max-md:hidden">
        {document.type === null ? extensionOf(document.name) : t(`documentType.${document.type}`)}
      </td>
      <td className="tabular px-2 text-end text-ink-soft @max-2xl:hidden">
        {document.pages === null ? '—' : format.count(document.pages)}
      </td>
      <td className="tabular truncate px-2 text-end text-ink-soft">{format.bytes(document.bytes)}</td>
      <td className="tabular truncate px-2 text-end text-ink-soft @max-2xl:hidden">{format.date(document.addedAt)}</td>
      <td>
        <DocumentMenu document={document} label={t('action.moreFor', { name: document.title })} />
      </td>
    </>
  )
})

function Name({ document, t }: { document: Document; t: TFunction }) {
  return (
    <button
      type="button"
      data-item
      onClick={() => useViewState.getState().showSource({ kind: 'document', documentId: document.id })}
      className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-start -outline-offset-2"
    >
      {document.state === 'failed' ? (
        <DocumentIcon type={null} className="size-4 text-red" />
      ) : (
        <DocumentIcon type={document.type} className="size-4 text-ink-faint" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-ink">{document.name}</span>
        {document.error === null ? (
          document.title === document.name ? null : (
            <span className="block truncate text-ink-faint text-xs">{document.title}</span>
          )
        ) : (
          <span className="block truncate text-red text-xs">
            {t(`fileError.${document.error}.happened`)} <span className="font-mono">{document.error}</span>
          </span>
        )}
      </span>
    </button>
  )
}

/** What a file that was never read calls itself; a dash where it does not. */
function extensionOf(name: string): string {
  return /[^/.]\.(\w{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? '—'
}
