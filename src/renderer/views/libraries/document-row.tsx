import { type MouseEvent, memo } from 'react'
import type { Document } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { cn } from '../../lib/cn.ts'
import { DocumentMenu } from './document-menu.tsx'
import type { RowSelection } from './use-row-selection.ts'
import { ariaRowIndex } from './use-row-slots.ts'
import type { RowTexts } from './use-row-texts.ts'

/** Pixels; every row is alike, so that 10,000 of them need no measuring. */
export const rowHeight = 46

/** Columns come with the width of the table, not of the window, because open sources take half of that. */
export const columns =
  'grid grid-cols-[2rem_minmax(0,1fr)_5rem_2rem] @md:grid-cols-[2rem_minmax(0,1fr)_6.5rem_5rem_2rem] @2xl:grid-cols-[2rem_minmax(0,1fr)_6.5rem_4.5rem_5.5rem_7rem_2rem] items-center'

/** Ends in an ellipsis. `overflow: hidden` would make each of these a scroller of its own. */
const cut = 'min-w-0 overflow-clip text-ellipsis whitespace-nowrap'
const typeLook = cn(cut, 'px-2 text-ink-soft @max-md:hidden')
const nameLook = cn(cut, 'text-ink')
/** As wide as its text, so that a text of the other direction is cut at its own end and stands at the row's start. */
const below = cn(cut, 'block w-fit max-w-full text-xs')
const titleLook = cn(below, 'text-ink-faint')
const boxLook = 'size-4 accent-accent'
/** Shown when the pointer or the focus is on the row, without the layer that each see-through element needs. */
const restingBoxLook = cn(
  boxLook,
  'appearance-none group-focus-within:appearance-auto group-hover:appearance-auto [@media(hover:none)]:appearance-auto',
)

const rowLook = cn(
  columns,
  'group absolute inset-x-0 top-0 rounded-md text-sm contain-strict hover:bg-hover *:align-middle',
)
const chosenLook = cn(rowLook, 'bg-accent-wash hover:bg-accent-wash')

/** Texts, formats and choosing come from the table, because rows are made by the dozen while it is scrolled. */
type Surroundings = {
  texts: RowTexts
  toggle: RowSelection['toggle']
  openMenu(documentId: string): void
}

type DocumentRowProps = Surroundings & {
  index: number
  document: Document | undefined
  chosen: boolean
  /** Whether this row's menu is the one that was opened last. */
  menu: boolean
}

/** One document. Its name, by which the table is sorted, opens it; below stands its title, or why it could not be read. */
export const DocumentRow = memo(function DocumentRow(props: DocumentRowProps) {
  const { index, document, ...cells } = props
  return (
    <tr
      aria-rowindex={ariaRowIndex(index)}
      className={cells.chosen ? chosenLook : rowLook}
      style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
    >
      {document === undefined ? (
        <td className="col-start-2 px-2">
          <div className="h-3 w-40 rounded-sm bg-chosen" />
        </td>
      ) : (
        <Cells document={document} {...cells} />
      )}
    </tr>
  )
})

type CellsProps = Omit<DocumentRowProps, 'document' | 'index'> & { document: Document }

const Cells = memo(function Cells(props: CellsProps) {
  const { document, chosen, menu, texts, toggle, openMenu } = props
  return (
    <>
      <td className="flex h-11 items-center justify-center">
        <input
          type="checkbox"
          aria-label={texts.choose(document.name)}
          checked={chosen}
          className={chosen ? boxLook : restingBoxLook}
          onChange={() => undefined}
          onClick={(event) => toggle(document.id, event.currentTarget, event.shiftKey)}
        />
      </td>
      <td className="min-w-0">
        <Name document={document} texts={texts} toggle={toggle} />
      </td>
      <td className={typeLook}>{document.type === null ? extensionOf(document.name) : texts.type(document.type)}</td>
      <td className="tabular px-2 text-end text-ink-soft @max-2xl:hidden">
        {document.pages === null ? '—' : texts.format.count(document.pages)}
      </td>
      <td className="tabular px-2 whitespace-nowrap text-end text-ink-soft">{texts.format.bytes(document.bytes)}</td>
      <td className="tabular px-2 whitespace-nowrap text-end text-ink-soft @max-2xl:hidden">
        {texts.format.date(document.addedAt)}
      </td>
      <td>
        <DocumentMenu document={document} label={texts.moreFor(document.title)} wanted={menu} onWanted={openMenu} />
      </td>
    </>
  )
})

type NameProps = { document: Document; texts: RowTexts; toggle: RowSelection['toggle'] }

function Name({ document, texts, toggle }: NameProps) {
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) toggle(document.id, event.currentTarget, event.shiftKey)
    else useViewState.getState().showSource({ kind: 'document', documentId: document.id })
  }
  return (
    <button
      type="button"
      data-item
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'x') return
        toggle(document.id, event.currentTarget, false)
      }}
      className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-1 text-start -outline-offset-2"
    >
      {document.state === 'failed' ? (
        <DocumentIcon type={null} className="size-4 text-red" />
      ) : (
        <DocumentIcon type={document.type} className={document.available ? iconLook : `${iconLook} opacity-45`} />
      )}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span dir="auto" className={nameLook}>
            {document.name}
          </span>
          {document.tags.length === 0 ? null : <Tags tags={document.tags} />}
        </span>
        <Below document={document} texts={texts} />
      </span>
    </button>
  )
}

const iconLook = 'size-4 text-ink-faint'
const shownTags = 3

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex min-w-0 shrink-[4] items-center gap-1 overflow-hidden @max-md:hidden">
      {tags.slice(0, shownTags).map((tag) => (
        <span key={tag} className="max-w-28 truncate rounded-full bg-chosen px-1.5 text-ink-soft text-xs">
          {tag}
        </span>
      ))}
      {tags.length > shownTags ? <span className="text-ink-faint text-xs">+{tags.length - shownTags}</span> : null}
    </span>
  )
}

/** Why a document could not be read, that its original is out of reach, or its title. */
function Below({ document, texts }: { document: Document; texts: RowTexts }) {
  const { t } = texts
  if (document.error !== null) {
    return (
      <span className={cn(below, 'text-red')}>
        {t(`fileError.${document.error}.happened`)} <span className="font-mono">{document.error}</span>
      </span>
    )
  }
  if (!document.available) return <span className={cn(below, 'text-amber')}>{t('documents.unavailable')}</span>
  if (document.title === document.name) return null
  return (
    <span dir="auto" className={titleLook}>
      {document.title}
    </span>
  )
}

/** What a file that was never read calls itself; a dash where it does not. */
function extensionOf(name: string): string {
  return /[^/.]\.(\w{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? '—'
}
