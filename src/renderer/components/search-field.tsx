import { Search, X } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../lib/cn.ts'
import { Button } from './ui/button.tsx'
import { Input } from './ui/field.tsx'

type SearchFieldProps = { label: string; value: string; onChange(value: string): void; className?: string }

/** A field that narrows what is below it, with our own way to clear it in place of each browser's. */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const clear = () => {
    onChange('')
    field.current?.focus()
  }
  return (
    <div className={cn('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-ink-faint" />
      <Input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        className="w-full ps-8.5 pe-8.5 [&::-webkit-search-cancel-button]:hidden"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {value === '' ? null : (
        <Button
          look="quiet"
          size="icon-small"
          aria-label={t('action.clear')}
          className="absolute end-0.5 top-0.5"
          onClick={clear}
        >
          <X />
        </Button>
      )}
    </div>
  )
}
