import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { useMedia } from '../../lib/use-media.ts'
import { Keys } from './keys.tsx'

export const TooltipProvider = Primitive.Provider

type TooltipProps = { label: string; keys?: string; side?: 'top' | 'right' | 'bottom' | 'left'; children: ReactNode }

/** Names an icon on hover and focus. Readers get the name from the control's own label. */
export function Tooltip({ label, keys, side = 'bottom', children }: TooltipProps) {
  // A finger does not hover: there the sign would only stay in the way.
  const hovers = useMedia('(hover: hover)')
  if (!hovers) return children
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex animate-rise items-center gap-2 rounded-sm bg-ink px-2 py-1 text-paper text-xs"
        >
          {label}
          {keys === undefined ? null : <Keys keys={keys} className="opacity-75" />}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
