import { ContextMenu, DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '../../lib/cn.ts'

export type MenuAction = {
  label: string
  icon?: ReactNode
  danger?: boolean
  disabled?: boolean
  onSelect(): void
}

const surface =
  'z-50 min-w-44 animate-rise rounded-md border border-line bg-raised p-1 text-sm text-ink shadow-float outline-none'

function itemClass(danger: boolean | undefined) {
  return cn(
    'flex h-8 cursor-default select-none items-center gap-2.5 rounded-sm px-2.5 outline-none data-disabled:opacity-45 data-highlighted:bg-hover [&_svg]:size-4',
    danger === true ? 'text-red' : 'text-ink [&_svg]:text-ink-faint',
  )
}

type ActionMenuProps = { actions: readonly MenuAction[]; defaultOpen?: boolean; children: ReactNode }

/** A menu that a button opens. */
export function ActionMenu({ actions, defaultOpen = false, children }: ActionMenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={defaultOpen}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} collisionPadding={8} className={surface}>
          {actions.map((action) => (
            <DropdownMenu.Item
              key={action.label}
              disabled={action.disabled ?? false}
              onSelect={action.onSelect}
              className={itemClass(action.danger)}
            >
              {action.icon}
              {action.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** The same menu by right click or the menu key. */
export function RightClickMenu({ actions, children }: { actions: readonly MenuAction[]; children: ReactNode }) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content collisionPadding={8} className={surface}>
          {actions.map((action) => (
            <ContextMenu.Item
              key={action.label}
              disabled={action.disabled ?? false}
              onSelect={action.onSelect}
              className={itemClass(action.danger)}
            >
              {action.icon}
              {action.label}
            </ContextMenu.Item>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}
