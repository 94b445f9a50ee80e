import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { Input } from '../../components/ui/field.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { describeFailure } from '../../engine/describe-failure.ts'
import type { Find } from './use-find.ts'

/** Search inside the document: Enter walks on, Shift and Enter back, Escape ends it. */
export function FindBar({ find }: { find: Find }) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  return (
    <search className="flex h-11 shrink-0 items-center gap-1 border-line border-b bg-panel ps-4 pe-2">
      <Input
        ref={field}
        type="search"
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        maxLength={500}
        className="min-w-0 flex-1 [&::-webkit-search-cancel-button]:hidden"
        value={find.text}
        onChange={(event) => find.setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') find.hide()
          else return
          event.preventDefault()
        }}
      />
      <p className="tabular min-w-14 px-1 text-end text-ink-soft text-xs" aria-live="polite">
        {find.error === null ? <Count find={find} /> : describeFailure(t, find.error).happened}
      </p>
      <Tooltip label={t('find.previous')} keys="Shift+Enter">
        <Button
          look="quiet"
          size="icon-small"
          aria-label={t('find.previous')}
          disabled={find.matches.length === 0}
          onClick={() => find.step(-1)}
        >
          <ChevronUp />
        </Button>
      </Tooltip>
      <Tooltip label={t('find.next')} keys="Enter">
        <Button
          look="quiet"
          size="icon-small"
          aria-label={t('find.next')}
          disabled={find.matches.length === 0}
          onClick={() => find.step(1)}
        >
          <ChevronDown />
        </Button>
      </Tooltip>
      <Tooltip label={t('find.close')} keys="Esc">
        <Button look="quiet" size="icon-small" aria-label={t('find.close')} onClick={find.hide}>
          <X />
        </Button>
      </Tooltip>
    </search>
  )
}

function Count({ find }: { find: Find }) {
  const { t } = useTranslation()
  if (find.total === null) return null
  if (find.total === 0) return t('find.none')
  return t('find.count', { at: find.at + 1, count: find.total })
}
