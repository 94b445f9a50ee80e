import { X } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { UsageGroup } from '../../../contract/usage.ts'
import { Button } from '../../components/ui/button.tsx'
import { cn } from '../../lib/cn.ts'
import { useUsageChoice } from './usage-choice.ts'
import { periods } from './usage-period.ts'

/** What is looked at: which time, and by what it is told apart. */
export function UsageControls() {
  const { t } = useTranslation()
  const { period, by, narrowing, set } = useUsageChoice()
  return (
    <div className="flex flex-col gap-5 overflow-y-auto px-2 pb-4">
      <Choices
        title={t('usage.period')}
        options={periods.map((each) => ({ value: each, label: t(`usage.periods.${each}`) }))}
        chosen={period}
        onChoose={(each) => set({ period: each })}
      />
      <Choices
        title={t('usage.by')}
        options={UsageGroup.options.map((each) => ({ value: each, label: t(`usage.group.${each}`) }))}
        chosen={by}
        onChoose={(each) => set({ by: each })}
      />
      {narrowing === null ? null : (
        <section aria-label={t('usage.only')} className="px-2.5">
          <h3 className="pb-1 text-ink-faint text-xs">{t('usage.only')}</h3>
          <Button size="small" className="max-w-full" onClick={() => set({ narrowing: null })}>
            <span dir="auto" className="truncate">
              {narrowing.title}
            </span>
            <X aria-label={t('usage.showAll')} />
          </Button>
        </section>
      )}
    </div>
  )
}

type ChoicesProps<Value extends string> = {
  title: string
  options: readonly { value: Value; label: string }[]
  chosen: Value
  onChoose(value: Value): void
}

function Choices<Value extends string>({ title, options, chosen, onChoose }: ChoicesProps<Value>) {
  const id = useId()
  return (
    <fieldset>
      <legend className="px-2.5 pb-1 text-ink-faint text-xs">{title}</legend>
      {options.map(({ value, label }) => (
        <label
          key={value}
          className={cn(
            'flex h-8 cursor-pointer items-center rounded-md px-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            value === chosen ? 'bg-chosen text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={id}
            className="sr-only"
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
