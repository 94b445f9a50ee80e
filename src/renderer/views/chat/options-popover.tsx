import { SlidersHorizontal } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type GenerationOptions, ReasoningEffort } from '../../../contract/language-models.ts'
import { Input, Select } from '../../components/ui/field.tsx'
import { popoverSurface } from './popover-surface.ts'

type OptionsPopoverProps = { options: GenerationOptions; onChange(options: GenerationOptions): void }

/** How the model answers: what is left empty is as the model and the settings have it. */
export function OptionsPopover({ options, onChange }: OptionsPopoverProps) {
  const { t } = useTranslation()
  const isChanged = Object.keys(options).length > 0
  const set = (change: { [Key in keyof GenerationOptions]?: GenerationOptions[Key] | undefined }) => {
    const next = Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined)
    onChange(Object.fromEntries(next))
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={isChanged ? t('options.changed') : t('options.title')}
          className="inline-flex h-6 items-center rounded-sm px-1 text-ink-soft hover:bg-hover hover:text-ink"
        >
          <SlidersHorizontal aria-hidden className={isChanged ? 'size-3.5 text-accent' : 'size-3.5'} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('options.title')}
          onEscapeKeyDown={leaveField}
          onInteractOutside={leaveField}
          className={popoverSurface}
        >
          <div className="flex flex-col gap-3 p-3.5">
            <NumberOption
              label={t('options.temperature')}
              hint={t('options.temperatureHint')}
              value={options.temperature}
              range={{ min: 0, max: 2, step: 0.1 }}
              onChange={(temperature) => set({ temperature })}
            />
            <NumberOption
              label={t('options.output')}
              hint={t('options.outputHint')}
              value={options.maximumOutputTokens}
              range={{ min: 1, max: 1_000_000, step: 1 }}
              onChange={(maximumOutputTokens) => set({ maximumOutputTokens })}
            />
            <Option label={t('options.reasoning')}>
              {(id) => (
                <Select
                  id={id}
                  className="w-32 shrink-0"
                  value={options.reasoning ?? ''}
                  onChange={(event) => {
                    const chosen = ReasoningEffort.safeParse(event.target.value)
                    set({ reasoning: chosen.success ? chosen.data : undefined })
                  }}
                >
                  <option value="">{t('options.usual')}</option>
                  {ReasoningEffort.options.map((effort) => (
                    <option key={effort} value={effort}>
                      {t(`options.effort.${effort}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Option>
            <NumberOption
              label={t('options.seed')}
              hint={t('options.seedHint')}
              value={options.seed}
              range={{ min: 0, max: 2_147_483_647, step: 1 }}
              onChange={(seed) => set({ seed })}
            />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** What was typed is taken when its field is left, which one that is taken away never is. */
function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

type NumberOptionProps = {
  label: string
  hint: string
  value: number | undefined
  range: { min: number; max: number; step: number }
  onChange(value: number | undefined): void
}

function NumberOption({ label, hint, value, range, onChange }: NumberOptionProps) {
  const { t } = useTranslation()
  return (
    <Option label={label} hint={hint}>
      {(id) => (
        <Input
          id={id}
          type="number"
          {...range}
          placeholder={t('options.usual')}
          defaultValue={value ?? ''}
          className="w-32 shrink-0"
          onBlur={({ target }) => {
            if (target.value === '') onChange(undefined)
            else if (target.validity.valid) onChange(target.valueAsNumber)
            else target.value = `${value ?? ''}`
          }}
        />
      )}
    </Option>
  )
}

function Option({ label, hint, children }: { label: string; hint?: string; children(id: string): ReactNode }) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-3">
      <label htmlFor={id} className="min-w-0">
        {label}
        {hint === undefined ? null : <span className="block text-ink-faint text-xs">{hint}</span>}
      </label>
      {children(id)}
    </div>
  )
}
