import type { InputHTMLAttributes, Ref, SelectHTMLAttributes } from 'react'
import { cn } from '../../lib/cn.ts'

const control =
  'h-8 rounded-md border border-line bg-raised px-2.5 text-sm text-ink transition-colors duration-120 hover:border-line-strong aria-invalid:border-red'

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input className={cn(control, className)} {...rest} />
}

export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return <select className={cn(control, 'pe-7', className)} {...rest} />
}
