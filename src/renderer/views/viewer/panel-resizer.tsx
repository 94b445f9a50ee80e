import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewState } from '../../app/view-state.ts'

const narrowest = 360
const step = 24

function widest(): number {
  return Math.round(window.innerWidth / 2)
}

/** The edge between work and sources: dragged with the pointer, moved with the arrow keys. */
export function PanelResizer() {
  const { t } = useTranslation()
  const { sourcesWidth, setSourcesWidth } = useViewState()
  const drag = useRef<{ from: number; width: number } | null>(null)
  const direction = document.documentElement.dir === 'rtl' ? -1 : 1
  const width = Math.min(Math.max(sourcesWidth, narrowest), widest())
  const set = (next: number) => setSourcesWidth(Math.min(Math.max(next, narrowest), widest()))
  const move = (event: PointerEvent) => {
    if (drag.current !== null) set(drag.current.width - (event.clientX - drag.current.from) * direction)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') set(width + step * direction)
    else if (event.key === 'ArrowRight') set(width - step * direction)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a control, which an hr is not
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('sources.resize')}
      aria-valuemin={narrowest}
      aria-valuemax={widest()}
      aria-valuenow={width}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { from: event.clientX, width }
      }}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null
      }}
      className="absolute inset-y-0 -start-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:start-[3px] after:w-px after:bg-transparent hover:after:bg-line-strong focus-visible:outline-offset-0"
    />
  )
}
