import { Fragment } from 'react'
import { cn } from '../lib/cn.ts'

/** A few facts in a row, with a dot between them; none is broken across lines. */
export function Facts({ facts, className }: { facts: readonly string[]; className?: string }) {
  return (
    <span className={cn('tabular block text-ink-soft text-sm', className)}>
      {facts.map((fact, index) => (
        <Fragment key={fact}>
          <span className="whitespace-nowrap">{index === facts.length - 1 ? fact : `${fact} ·`}</span>{' '}
        </Fragment>
      ))}
    </span>
  )
}
