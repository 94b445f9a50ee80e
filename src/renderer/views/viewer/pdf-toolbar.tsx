import { ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { Input } from '../../components/ui/field.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]

type PdfToolbarProps = {
  page: number
  pages: number
  zoom: number
  onPage(page: number): void
  onZoom(zoom: number): void
}

/** Page number and zoom. The number follows the scrolling, and goes to a page when typed. */
export function PdfToolbar({ page, pages, zoom, onPage, onZoom }: PdfToolbarProps) {
  const { t, i18n } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  useEffect(() => setTyped((before) => (before === String(page) ? null : before)), [page])
  const go = () => {
    const wanted = Number.parseInt(typed ?? '', 10)
    if (Number.isInteger(wanted)) onPage(Math.min(pages, Math.max(1, wanted)))
    setTyped(null)
  }
  const at = zooms.indexOf(zoom)
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b bg-panel px-3 text-ink-soft text-xs">
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
      <Tooltip label={t('viewer.zoomOut')}>
        <Button
          look="quiet"
          size="icon-small"
          aria-label={t('viewer.zoomOut')}
          disabled={at <= 0}
          onClick={() => onZoom(zooms[at - 1] ?? zoom)}
        >
          <ZoomOut />
        </Button>
      </Tooltip>
      <button
        type="button"
        onClick={() => onZoom(1)}
        className="tabular h-7 min-w-11 rounded-sm px-1 text-center hover:bg-hover hover:text-ink"
      >
        {new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(zoom)}
        <span className="sr-only"> {t('viewer.fitWidth')}</span>
      </button>
      <Tooltip label={t('viewer.zoomIn')}>
        <Button
          look="quiet"
          size="icon-small"
          aria-label={t('viewer.zoomIn')}
          disabled={at >= zooms.length - 1}
          onClick={() => onZoom(zooms[at + 1] ?? zoom)}
        >
          <ZoomIn />
        </Button>
      </Tooltip>
    </div>
  )
}
