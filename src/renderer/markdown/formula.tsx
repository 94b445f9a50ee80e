import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../lib/cn.ts'

type FormulaProps = { formula: string; isDisplayed?: boolean; isWhole?: boolean }

/** A formula. Until it is whole, or where it is none, its source stands in its place. */
export function Formula({ formula, isDisplayed = false, isWhole = true }: FormulaProps) {
  const { t } = useTranslation()
  const place = useRef<HTMLSpanElement>(null)
  const [state, setState] = useState<'source' | 'drawn' | 'broken'>('source')
  useEffect(() => {
    if (!isWhole) return
    let isCurrent = true
    const draw = async () => {
      const { renderFormula } = await import('./render-formula.ts')
      if (!isCurrent) return
      try {
        place.current?.replaceChildren(renderFormula(formula, isDisplayed))
        setState('drawn')
      } catch {
        // Whatever KaTeX says of it, the person sees its source and that it is no formula.
        setState('broken')
      }
    }
    void draw()
    return () => {
      isCurrent = false
    }
  }, [formula, isDisplayed, isWhole])
  const source = (
    <code dir="ltr" className={cn('font-mono text-[0.85em]', state === 'broken' ? 'text-ink-soft' : 'text-ink-faint')}>
      {formula}
    </code>
  )
  const drawn = <span ref={place} dir="ltr" className={state === 'drawn' ? undefined : 'hidden'} />
  if (!isDisplayed) {
    return (
      <span className="formula" title={state === 'broken' ? t('markdown.brokenFormula') : undefined}>
        {state === 'drawn' ? null : source}
        {drawn}
      </span>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a formula is no fieldset; it scrolls by itself, so it takes the focus
    <div
      role="group"
      aria-label={t('markdown.formula')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="formula-displayed overflow-x-auto"
    >
      {state === 'drawn' ? null : <div className="whitespace-pre-wrap text-center">{source}</div>}
      {drawn}
      {state === 'broken' ? (
        <p className="mt-1 text-center font-sans text-ink-faint text-xs">{t('markdown.brokenFormula')}</p>
      ) : null}
    </div>
  )
}
