import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { LanguageModelInfo } from '../../../contract/providers.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { groupModels, type ModelGroup } from './model-groups.ts'

type ModelMenuProps = {
  models: readonly LanguageModelInfo[]
  /** References of those that are chosen; none where the settings choose. */
  chosen: readonly string[]
  /** Null picks "as the settings say". */
  onPick(reference: string | null): void
  /** Whether the settings may be left to choose. */
  withSettings: boolean
}

/** A list of models to search in, by where they run, with what they read and cost. */
export function ModelMenu({ models, chosen, onPick, withSettings }: ModelMenuProps) {
  const { t } = useTranslation()
  return (
    <Command label={t('modelPicker.title')} loop className="flex min-h-0 flex-col">
      <Command.Input
        autoFocus
        placeholder={t('modelPicker.search')}
        className="h-9 shrink-0 border-line border-b bg-transparent px-3 text-sm outline-none"
      />
      <Command.List className="palette-list max-h-[min(22rem,50dvh)] overflow-y-auto p-1">
        <Command.Empty className="px-3 py-5 text-center text-ink-soft text-sm">{t('modelPicker.none')}</Command.Empty>
        {withSettings ? (
          <Entry
            value="settings"
            label={t('modelPicker.settings')}
            isChosen={chosen.length === 0}
            onSelect={() => onPick(null)}
          />
        ) : null}
        {groupModels(models).map((group) => (
          <Group key={`${group.kind} ${group.name}`} group={group} chosen={chosen} onPick={onPick} />
        ))}
      </Command.List>
    </Command>
  )
}

function Group({ group, chosen, onPick }: { group: ModelGroup } & Pick<ModelMenuProps, 'chosen' | 'onPick'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const factsOf = ({ contextTokens, price, isLocal, reference }: LanguageModelInfo) => {
    if (reference === 'extractive') return []
    const cost =
      price === null
        ? isLocal
          ? []
          : [t('models.priceUnknown')]
        : [t('modelPicker.price', { input: format.money(price.input), output: format.money(price.output) })]
    return [
      ...(contextTokens === null ? [] : [t('modelPicker.context', { size: format.compact(contextTokens) })]),
      ...cost,
    ]
  }
  return (
    <Command.Group heading={group.name ?? t(`modelPicker.group.${group.kind === 'local' ? 'local' : 'extractive'}`)}>
      {group.models.map((model) => (
        <Entry
          key={model.reference}
          value={model.reference}
          label={model.reference === 'extractive' ? t('modelPicker.extractive') : model.title}
          facts={factsOf(model)}
          isChosen={chosen.includes(model.reference)}
          onSelect={() => onPick(model.reference)}
        />
      ))}
    </Command.Group>
  )
}

type EntryProps = { value: string; label: string; facts?: readonly string[]; isChosen: boolean; onSelect(): void }

function Entry({ value, label, facts = [], isChosen, onSelect }: EntryProps) {
  const { t } = useTranslation()
  return (
    <Command.Item
      value={value}
      keywords={[label]}
      onSelect={onSelect}
      className="flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2.5 py-1 text-sm data-[selected=true]:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {facts.length === 0 ? null : (
          <span className="tabular block truncate text-ink-faint text-xs">{facts.join(' · ')}</span>
        )}
      </span>
      {isChosen ? <span className="sr-only">{t('modelPicker.chosen')}</span> : null}
      <Check aria-hidden className={cn('size-4 shrink-0 text-accent', !isChosen && 'invisible')} />
    </Command.Item>
  )
}
