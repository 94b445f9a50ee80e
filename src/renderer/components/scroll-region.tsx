import type { ReactNode, Ref } from 'react'
import { cn } from '../lib/cn.ts'

type ScrollRegionProps = { label: string; className?: string; ref?: Ref<HTMLElement>; children: ReactNode }

/** A part of the page that scrolls by itself. It takes the focus, so that the keyboard can scroll it. */
export function ScrollRegion({ label, className, ref, children }: ScrollRegionProps) {
  return (
    <section
      ref={ref}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={label}
      className={cn('min-h-0 flex-1 overflow-y-auto -outline-offset-2', className)}
    >
      {children}
    </section>
  )
}
