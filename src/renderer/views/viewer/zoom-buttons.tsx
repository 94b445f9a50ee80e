import { ZoomIn, ZoomOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]

/** Smaller, back to the width of the panel, larger. */
export function ZoomButtons({ zoom, onZoom }: { zoom: number; onZoom(zoom: number): void }) {
  const { t, i18n } = useTranslation()
  const at = zooms.indexOf(zoom)
  return (
    <>
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
    </>
  )
}
