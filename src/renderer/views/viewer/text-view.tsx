import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import type { Document, DocumentType } from '../../../contract/document.ts'
import { pageUnit } from '../../../contract/page-unit.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useHeight } from '../../lib/use-width.ts'
import { BlockView } from './block-view.tsx'
import type { Highlights } from './highlights.ts'
import { OutlineBar } from './outline-bar.tsx'
import { UnitBreak } from './unit-break.tsx'
import { type Blocks, type BlockWindow, useBlocks } from './use-blocks.ts'
import { useLocation } from './use-location.ts'
import { findBlockOfPage, type OutlineEntry, useOutline } from './use-outline.ts'
import { useScrollToSpan } from './use-scroll-to-span.ts'

type TextViewProps = { document: Document; highlights: Highlights; head?: ReactNode }

/** Formats whose places are told by their lines. */
const linedTypes: ReadonlySet<DocumentType> = new Set(['code', 'json'])

/** A document's structured text. Only the blocks in the window exist; what is cited or found is scrolled to and glows. */
export function TextView({ document, highlights, head }: TextViewProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const above = useHeight(top)
  const blocks = useBlocks(document.id, { scroller, above })
  const outline = useOutline(document)
  const target = highlights.current ?? highlights.cited
  const location = useLocation(document.id, target)
  const { virtual, total } = blocks
  useScrollToSpan({ block: location.data?.block, total, span: target, scroller, virtual })
  const jump = async (entry: OutlineEntry) => {
    const block = entry.block ?? (await findBlockOfPage(document.id, entry.page ?? 1))
    virtual.scrollToIndex(block, { align: 'start' })
  }
  if (blocks.error !== null) {
    return (
      <div className="p-4">
        <FailureNote error={blocks.error} onRetry={blocks.refetch} />
      </div>
    )
  }
  if (blocks.isLoading) return <Skeleton className="p-6" lines={12} />
  const rows = virtual.getVirtualItems()
  const seen = rows.find((row) => row.end > (virtual.scrollOffset ?? 0) + 40)?.index ?? 0
  return (
    <>
      {outline.length === 0 || document.type === null ? null : (
        <OutlineBar
          type={document.type}
          entries={outline}
          current={entryAt(outline, seen, blocks)}
          onJump={(entry) => void jump(entry)}
        />
      )}
      <ScrollRegion ref={scroller} label={t('viewer.text')} className="bg-paper">
        <div ref={top}>{head}</div>
        <div className="relative mx-auto w-full max-w-180" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => (
            <div
              key={row.key}
              data-index={row.index}
              ref={virtual.measureElement}
              className="absolute inset-x-0 top-0 px-5 sm:px-7"
              style={{ transform: `translateY(${row.start - above}px)` }}
            >
              <BlockRow index={row.index} blocks={blocks} type={document.type} highlights={highlights} />
            </div>
          ))}
        </div>
      </ScrollRegion>
    </>
  )
}

type BlockRowProps = { index: number; blocks: Blocks; type: DocumentType | null; highlights: Highlights }

function BlockRow({ index, blocks, type, highlights }: BlockRowProps) {
  const found = blocks.at(index)
  if (found === undefined) return <div className="h-18" />
  const { block, text, textStart } = found
  if (isToldInHead({ type, index, found, target: highlights.current ?? highlights.cited })) return null
  const unit = type === null ? null : pageUnit(type)
  const begins = block.page !== null && (index === 0 || blocks.at(index - 1)?.block.page !== block.page)
  return (
    <>
      {unit !== null && begins && block.page !== null ? <UnitBreak unit={unit} page={block.page} /> : null}
      <BlockView
        block={block}
        text={text}
        textStart={textStart}
        highlights={highlights}
        lineNumbers={type !== null && linedTypes.has(type)}
      />
    </>
  )
}

type HeadCheck = { type: DocumentType | null; index: number; found: BlockWindow; target: Span | null }

/** A mail's text begins with its own headers, which stand in the card above: shown twice only when they are cited. */
function isToldInHead({ type, index, found, target }: HeadCheck): boolean {
  if ((type !== 'eml' && type !== 'msg') || index > 1) return false
  const { block, text, textStart } = found
  if (target !== null && target.start < block.end && target.end > block.start) return false
  const first = text.slice(block.start - textStart, block.end - textStart)
  return block.kind === 'heading' ? index === 0 : /^(?:From|To|Cc|Date|Subject): /.test(first)
}

/** The last entry that begins at or before the block on top of the window. */
function entryAt(outline: readonly OutlineEntry[], index: number, blocks: Blocks): string | null {
  const page = blocks.at(index)?.block.page ?? null
  const entry = outline.findLast((candidate) =>
    candidate.page === null || page === null
      ? candidate.block !== null && candidate.block <= index
      : candidate.page <= page,
  )
  return entry?.key ?? null
}
