import type { ReactNode } from 'react'

export const cell = 'whitespace-nowrap px-3 py-1.5 text-end'
export const headCell = 'whitespace-nowrap px-3 py-2 text-end font-medium'

/** A table of figures that scrolls by itself where it is wider than its place. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={label}
      className="max-h-96 overflow-auto rounded-md border border-line"
    >
      <table
        aria-label={label}
        // The names of the columns stay while it scrolls; a border of theirs would not.
        className="tabular w-full border-collapse text-sm [&>thead]:sticky [&>thead]:top-0 [&>thead]:bg-paper [&>thead]:shadow-[0_1px_0_var(--line)]"
      >
        {children}
      </table>
    </section>
  )
}
