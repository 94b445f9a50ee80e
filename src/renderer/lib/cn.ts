import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: { theme: { text: ['xs', 'sm', 'base', 'lg', 'xl', '2xl'], shadow: ['float'] } },
})

/** Joins class names; of two that say different things about one property the later wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values))
}
