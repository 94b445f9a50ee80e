/** A measured part of a whole; without a whole yet, a bar that only says that work goes on. */
export function Progress({ value, label }: { value: number | null; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === null ? {} : { 'aria-valuenow': Math.round(value * 100) })}
      className="h-1 w-full overflow-hidden rounded-full bg-chosen"
    >
      <div
        className={
          value === null ? 'h-full w-1/3 animate-breathe bg-ink-faint' : 'h-full bg-ink-soft transition-[width]'
        }
        style={value === null ? undefined : { width: `${value * 100}%` }}
      />
    </div>
  )
}
