import { ScanText } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document, PageBox } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { FoundBoxes } from './found-boxes.tsx'
import type { Highlights } from './highlights.ts'
import { TextView } from './text-view.tsx'
import type { Match } from './use-find.ts'
import { useLocation } from './use-location.ts'
import { usePicture } from './use-picture.ts'
import { ZoomButtons } from './zoom-buttons.tsx'

/** More than any picture's text has; the engine gives what there is. */
const wholeText = { start: 0, end: 10_000_000 }

type ImageViewProps = { document: Document; highlights: Highlights; matches: readonly Match[] }

/** A picture with the text that was recognised in it: outlined on demand, glowing where it is cited or found. */
export function ImageView({ document, highlights, matches }: ImageViewProps) {
  const { t } = useTranslation()
  const picture = usePicture(document.id)
  const [zoom, setZoom] = useState(1)
  const [outlined, setOutlined] = useState(false)
  const target = highlights.current ?? highlights.cited
  const location = useLocation(document.id, target)
  const all = useLocation(document.id, outlined ? wholeText : null)
  if (picture.state === 'loading') return <Skeleton className="p-6" lines={12} />
  if (picture.state === 'failed') {
    return (
      <div className="p-4">
        <FailureNote error={picture.error} onRetry={picture.retry} />
      </div>
    )
  }
  if (picture.state === 'unavailable') {
    return (
      <>
        <p role="status" className="shrink-0 border-line border-b bg-amber-wash px-4 py-2 text-sm">
          {t('viewer.noPicture')}
        </p>
        <TextView document={document} highlights={highlights} />
      </>
    )
  }
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-panel px-3 text-ink-soft text-xs">
        <Button look="quiet" size="small" aria-pressed={outlined} onClick={() => setOutlined(!outlined)}>
          <ScanText />
          {t('viewer.recognised')}
        </Button>
        <span className="flex-1" />
        <ZoomButtons zoom={zoom} onZoom={setZoom} />
      </div>
      <ScrollRegion label={t('viewer.picture')} className="overflow-x-auto bg-sunken p-4">
        <div className="relative mx-auto" style={{ width: `${zoom * 100}%` }}>
          <img src={picture.address} alt={document.title} className="block w-full" />
          <Boxes boxes={outlined ? (all.data?.boxes ?? []) : []} className="picture-outline" />
          <FoundBoxes documentId={document.id} page={1} matches={matches} />
          <Boxes boxes={target === null ? [] : (location.data?.boxes ?? [])} className="pdf-glow" reveal />
        </div>
      </ScrollRegion>
    </>
  )
}

type BoxesProps = { boxes: readonly PageBox[]; className: string; reveal?: boolean }

function Boxes({ boxes, className, reveal = false }: BoxesProps) {
  const layer = useRef<HTMLDivElement>(null)
  const key = boxes.map(({ x, y }) => `${x} ${y}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the boxes when they become others
  useEffect(() => {
    if (reveal) layer.current?.firstElementChild?.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [key, reveal])
  return (
    <div ref={layer} aria-hidden className={className}>
      {boxes.map((box) => (
        <div
          key={`${box.page} ${box.x} ${box.y}`}
          style={{
            left: `${box.x * 100}%`,
            top: `${box.y * 100}%`,
            width: `${box.width * 100}%`,
            height: `${box.height * 100}%`,
          }}
        />
      ))}
    </div>
  )
}
