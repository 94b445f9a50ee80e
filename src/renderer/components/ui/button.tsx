import { cva, type VariantProps } from 'class-variance-authority'
import type { ButtonHTMLAttributes, Ref } from 'react'
import { cn } from '../../lib/cn.ts'

const variants = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-120 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary:
          'bg-accent text-accent-ink not-disabled:hover:bg-accent-strong disabled:bg-chosen disabled:text-ink-faint',
        plain: 'border border-line bg-raised text-ink not-disabled:hover:border-line-strong disabled:opacity-45',
        quiet: 'text-ink-soft not-disabled:hover:bg-hover not-disabled:hover:text-ink disabled:opacity-45',
        danger: 'border border-line bg-raised text-red not-disabled:hover:border-red not-disabled:hover:bg-red-wash',
      },
      size: {
        small: 'h-7 px-2.5 text-sm',
        medium: 'h-8 px-3 text-sm',
        large: 'h-10 px-4 text-base',
        icon: 'size-8',
        'icon-small': 'size-7',
      },
    },
    defaultVariants: { look: 'plain', size: 'medium' },
  },
)

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  VariantProps<typeof variants> & { ref?: Ref<HTMLButtonElement> }

export function Button({ className, look, size, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cn(variants({ look, size }), className)} {...rest} />
}
