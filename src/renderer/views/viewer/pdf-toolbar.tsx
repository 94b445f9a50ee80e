import { PanelsTopLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { Input } from '../../components/ui/field.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { ZoomButtons } from './zoom-buttons.tsx'

type PdfToolbarProps = {
  page: number
  pages: number
  zoom: number
  thumbnails: boolean
  onPage(page: number): void
  onZoom(zoom: number): void
  onThumbnails(shown: boolean): void
}

/** Page number and zoom. The number follows the scrolling, and goes to a page when typed. */
export function PdfToolbar({ page, pages, zoom, thumbnails, onPage, onZoom, onThumbnails }: PdfToolbarProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(() => setTyped((before) => (before === String(page) ? null : before)), [page])
  const go = () => {
    const wanted = Number.parseInt(typed ?? '', 10)
    if (Number.isInteger(wanted)) onPage(Math.min(pages, Math.max(1, wanted)))
    setTyped(null)
  }
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-panel px-3 text-ink-soft text-xs">
      <Tooltip label={t('viewer.thumbnails')}>
        <Button
          look="quiet"
          size="icon-small"
          aria-label={t('viewer.thumbnails')}
          aria-pressed={thumbnails}
          className="aria-pressed:bg-chosen aria-pressed:text-ink"
          onClick={() => onThumbnails(!thumbnails)}
        >
          <PanelsTopLeft />
        </Button>
      </Tooltip>
      <Input
        inputMode="numeric"
        aria-label={t('viewer.pageNumber')}
        className="tabular h-7 w-12 px-1.5 text-center"
        value={typed ?? String(page)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go()
        }}
      />
      <span className="tabular flex-1 ps-1">{t('viewer.ofPages', { count: pages })}</span>
      <ZoomButtons zoom={zoom} onZoom={onZoom} />
    </div>
  )
}
