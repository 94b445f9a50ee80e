import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type Chunking, ChunkingStrategy } from '../../../contract/chunking.ts'
import { Input, Select } from '../../components/ui/field.tsx'
import { chunkingFields, modelStrategies } from './chunking-fields.ts'

/** The form's own copy: what is typed may be no number yet. */
export type ChunkingDraft = { [Name in keyof Chunking]: Chunking[Name] | string }

type ChunkingFormProps = {
  draft: ChunkingDraft
  /** What is wrong with a value, by its name. */
  problems: ReadonlySet<string>
  onChange(change: Partial<ChunkingDraft>): void
}

/** How a library is cut: the strategy, what it means, and what it can be told. */
export function ChunkingForm({ draft, problems, onChange }: ChunkingFormProps) {
  const { t } = useTranslation()
  const id = useId()
  const strategy = ChunkingStrategy.parse(draft.strategy)
  return (
    <div className="flex flex-col gap-4">
      <div>
        <label htmlFor={`${id}-strategy`} className="block pb-1.5 font-medium text-sm">
          {t('chunking.strategy')}
        </label>
        <Select
          id={`${id}-strategy`}
          data-initial-focus
          aria-describedby={`${id}-about`}
          className="w-full"
          value={strategy}
          onChange={(event) => onChange({ strategy: ChunkingStrategy.parse(event.target.value) })}
        >
          {ChunkingStrategy.options.map((option) => (
            <option key={option} value={option} disabled={modelStrategies.has(option)}>
              {modelStrategies.has(option)
                ? t('chunking.needsModel', { name: t(`chunking.name.${option}`) })
                : t(`chunking.name.${option}`)}
            </option>
          ))}
        </Select>
        <p id={`${id}-about`} className="pt-1.5 text-pretty text-ink-soft text-sm">
          {t(`chunking.about.${strategy}`)}
        </p>
      </div>
      {chunkingFields[strategy].map(({ name, least, most }) => (
        <div key={name}>
          <div className="flex items-center justify-between gap-4">
            <label htmlFor={`${id}-${name}`} className="text-sm">
              {t(`chunking.field.${name}`)}
            </label>
            <Input
              id={`${id}-${name}`}
              inputMode="numeric"
              aria-invalid={problems.has(name)}
              aria-describedby={problems.has(name) ? `${id}-${name}-problem` : undefined}
              className="tabular w-20 text-end"
              value={String(draft[name])}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          </div>
          {problems.has(name) ? (
            <p id={`${id}-${name}-problem`} className="pt-1 text-red text-xs">
              {isWithin(draft[name], { least, most }) ? t('chunking.overHalf') : t('settings.between', { least, most })}
            </p>
          ) : null}
        </div>
      ))}
      <p className="text-pretty text-ink-faint text-xs">{t('chunking.model')}</p>
    </div>
  )
}

/** A value within its own bounds can only be wrong beside another: an overlap of more than half of a piece. */
function isWithin(value: string | number, { least, most }: { least: number; most: number }): boolean {
  const typed = typeof value === 'number' ? value : Number(value.trim() === '' ? Number.NaN : value)
  return Number.isInteger(typed) && typed >= least && typed <= most
}
