/** How a panel that a button opens looks. */
export const popoverSurface =
  'z-50 flex w-[min(22rem,calc(100vw-1rem))] animate-rise flex-col overflow-hidden rounded-md border border-line bg-raised text-ink text-sm shadow-float'
