import { Code, Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePaintedTheme } from '../lib/use-painted-theme.ts'
import { CodeBlock } from './code-block.tsx'
import type { DrawnDiagram } from './draw-diagram.ts'

type Picture = Pick<DrawnDiagram, 'width' | 'height'> & { address: string }

/** A diagram as a picture, or its source: until it is whole, where it can't be drawn, and when the person asks for it. */
export function Diagram({ source, isWhole }: { source: string; isWhole: boolean }) {
  const { t } = useTranslation()
  const theme = usePaintedTheme()
  const [picture, setPicture] = useState<Picture | null>(null)
  const [isBroken, setBroken] = useState(false)
  const [asSource, setAsSource] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are drawn into the picture
  useEffect(() => {
    if (!isWhole) return
    let isCurrent = true
    let address: string | null = null
    const draw = async () => {
      try {
        const { drawDiagram } = await import('./draw-diagram.ts')
        const { svg, width, height } = await drawDiagram(source)
        if (!isCurrent) return
        address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
        setPicture({ address, width, height })
        setBroken(false)
      } catch {
        // Models write diagrams that are none: the source is shown with a note.
        if (isCurrent) setBroken(true)
      }
    }
    void draw()
    return () => {
      isCurrent = false
      if (address !== null) URL.revokeObjectURL(address)
    }
  }, [source, isWhole, theme])
  if (picture === null || isBroken || asSource) {
    const back =
      picture === null || isBroken ? undefined : (
        <button
          type="button"
          onClick={() => setAsSource(false)}
          className="inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-ink"
        >
          <Workflow aria-hidden className="size-3.5" />
          {t('markdown.showDiagram')}
        </button>
      )
    return (
      <div>
        <CodeBlock code={source} language="mermaid" isWhole={false} action={back} />
        {isBroken ? <p className="mt-1 font-sans text-ink-faint text-xs">{t('markdown.brokenDiagram')}</p> : null}
      </div>
    )
  }
  return (
    <figure className="group relative rounded-md border border-line bg-paper font-sans">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <div tabIndex={0} className="overflow-x-auto p-4 -outline-offset-2">
        <img
          src={picture.address}
          width={Math.ceil(picture.width)}
          height={Math.ceil(picture.height)}
          alt={t('markdown.diagram')}
          onError={() => setBroken(true)}
          className="mx-auto h-auto max-h-[36rem] max-w-none object-contain sm:max-w-full"
        />
      </div>
      <button
        type="button"
        onClick={() => setAsSource(true)}
        className="reveal absolute end-1.5 top-1.5 inline-flex h-6 items-center gap-1 rounded-sm bg-paper px-1.5 text-ink-soft text-xs hover:bg-hover hover:text-ink"
      >
        <Code aria-hidden className="size-3.5" />
        {t('markdown.showSource')}
      </button>
    </figure>
  )
}
