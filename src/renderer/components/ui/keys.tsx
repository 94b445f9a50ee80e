import { cn } from '../../lib/cn.ts'

const isMac = navigator.platform.startsWith('Mac')

/** A shortcut such as `Mod+K` or `G L` as the person's own keyboard names it. */
export function Keys({ keys, className }: { keys: string; className?: string }) {
  return (
    <span dir="ltr" className={cn('inline-flex gap-1', className)}>
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key.replace('Mod+', isMac ? '⌘' : 'Ctrl ')}</kbd>
      ))}
    </span>
  )
}
