import type { ReactNode } from 'react'

type EmptyStateProps = { icon?: ReactNode; title: string; text?: string; children?: ReactNode }

/** What belongs here, and the one thing to do about it. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center px-6 py-12 text-center">
      {icon === undefined ? null : (
        <div className="mb-4 text-ink-faint [&_svg]:size-7 [&_svg]:stroke-[1.4]">{icon}</div>
      )}
      <h2 className="text-balance font-semibold text-lg">{title}</h2>
      {text === undefined ? null : <p className="mt-1.5 text-pretty text-ink-soft">{text}</p>}
      {children === undefined ? null : <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
