import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LanguageModelInfo } from '../../../contract/providers.ts'
import { engine } from '../../engine/client.ts'
import { ModelMenu } from './model-menu.tsx'
import { popoverSurface } from './popover-surface.ts'

/** Models that answer one question side by side. */
const mostCompared = 4

type ModelPickerProps = {
  models: readonly LanguageModelInfo[]
  /** None where the settings choose; several answer side by side. */
  chosen: readonly string[]
  onChoose(references: readonly string[]): void
}

/** Which model answers, or which ones side by side. */
export function ModelPicker({ models, chosen, onChoose }: ModelPickerProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [isComparing, setComparing] = useState(chosen.length > 1)
  const [first] = chosen
  const { data: settings } = useQuery(engine.settings.get.queryOptions())
  const titleOf = (reference: string) => models.find((model) => model.reference === reference)?.title ?? reference
  const label =
    first === undefined
      ? t(settings?.values.models.policy === null ? 'modelPicker.settingsQuote' : 'modelPicker.settings')
      : chosen.length > 1
        ? t('modelPicker.several', { count: chosen.length })
        : first === 'extractive'
          ? t('modelPicker.extractive')
          : titleOf(first)
  const pick = (reference: string | null) => {
    if (reference === null) onChoose([])
    else if (!isComparing) onChoose([reference])
    else if (chosen.includes(reference)) onChoose(chosen.filter((other) => other !== reference))
    else if (chosen.length < mostCompared) onChoose([...chosen, reference])
    if (!isComparing || reference === null) setOpen(false)
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          className="inline-flex h-6 min-w-0 max-w-56 items-center gap-1 rounded-sm px-1 text-ink-soft hover:bg-hover hover:text-ink"
        >
          <span className="sr-only">{t('modelPicker.title')}:</span>
          <span className="truncate">{label}</span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('modelPicker.title')}
          className={popoverSurface}
        >
          <ModelMenu models={models} chosen={chosen} onPick={pick} withSettings />
          <label className="flex items-start gap-2 border-line border-t px-3 py-2.5">
            <input
              type="checkbox"
              checked={isComparing}
              className="mt-0.5 accent-(--accent)"
              onChange={(event) => {
                setComparing(event.target.checked)
                if (!event.target.checked) onChoose(chosen.slice(0, 1))
              }}
            />
            <span>
              {t('compare.choose')}
              <span className="block text-ink-faint text-xs">{t('compare.most', { count: mostCompared })}</span>
            </span>
          </label>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
