import { Check, Copy } from 'lucide-react'
import { Fragment, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCopied } from '../lib/use-copied.ts'
import type { ElementContent } from './hast.ts'

/** Characters up to which code is coloured: more would hold up the page. */
const longestColoured = 12_000

type CodeBlockProps = {
  code: string
  /** As the fence names it, in small letters; empty where it does not. */
  language: string
  isWhole?: boolean
  /** Beside the button that copies. */
  action?: ReactNode
}

/** Code with the name of its language and a button that copies it. It is coloured once it is whole. */
export function CodeBlock({ code, language, isWhole = true, action }: CodeBlockProps) {
  const { t } = useTranslation()
  const { isCopied, copy } = useCopied()
  const coloured = useColoured(code, isWhole ? language : '')
  return (
    <figure className="overflow-hidden rounded-md border border-line bg-sunken font-sans">
      <figcaption className="flex h-8 items-center gap-1 border-line border-b ps-3.5 pe-1 text-ink-soft text-xs">
        <span className="min-w-0 flex-1 truncate">{language === '' ? t('markdown.code') : language}</span>
        {action}
        <button
          type="button"
          onClick={() => copy(code)}
          className="inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-ink"
        >
          {isCopied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
          {isCopied ? t('answer.copied') : t('markdown.copyCode')}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre dir="ltr" tabIndex={0} className="overflow-x-auto px-3.5 py-2.5 text-sm leading-relaxed -outline-offset-2">
        <code className="font-mono">{coloured === null ? code : coloured.map(toPiece)}</code>
      </pre>
    </figure>
  )
}

function useColoured(code: string, language: string): readonly ElementContent[] | null {
  const [coloured, setColoured] = useState<{ code: string; pieces: readonly ElementContent[] | null } | null>(null)
  useEffect(() => {
    if (language === '' || code.length > longestColoured) return
    let isCurrent = true
    void import('./highlight-code.ts').then(({ highlightCode }) => {
      if (isCurrent) setColoured({ code, pieces: highlightCode(code, language) })
    })
    return () => {
      isCurrent = false
    }
  }, [code, language])
  return coloured?.code === code ? coloured.pieces : null
}

function toPiece(piece: ElementContent, index: number): ReactNode {
  if (piece.type === 'text') return <Fragment key={index}>{piece.value}</Fragment>
  if (piece.type !== 'element') return null
  const names = piece.properties.className
  return (
    <span key={index} className={Array.isArray(names) ? names.join(' ') : undefined}>
      {piece.children.map(toPiece)}
    </span>
  )
}
