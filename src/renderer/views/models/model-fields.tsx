import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { ModelId, ModelKind } from '../../../contract/models.ts'
import { Input, Select } from '../../components/ui/field.tsx'

type LabelledProps = { label: string; hint?: string; children(ids: { id: string; describedBy: string }): ReactNode }

/** A field under its name, with a word on what belongs into it. */
export function Labelled({ label, hint, children }: LabelledProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, describedBy: `${id}-hint` })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-ink-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  )
}

export function isModelName(text: string): boolean {
  return ModelId.safeParse(text.trim()).success
}

type NameFieldProps = {
  value: string
  /** What it is called when nothing is typed; without it, a name is wanted. */
  usual?: string
  onChange(value: string): void
}

/** The name under which a model is known here. */
export function ModelNameField({ value, usual, onChange }: NameFieldProps) {
  const { t } = useTranslation()
  return (
    <Labelled label={t('models.name')} hint={t('models.nameHint')}>
      {({ id, describedBy }) => (
        <Input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={value !== '' && !isModelName(value)}
          maxLength={200}
          placeholder={usual}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Labelled>
  )
}

type KindFieldProps = { value: ModelKind; kinds: readonly ModelKind[]; onChange(kind: ModelKind): void }

export function ModelKindField({ value, kinds, onChange }: KindFieldProps) {
  const { t } = useTranslation()
  return (
    <Labelled label={t('models.does')}>
      {({ id }) => (
        <Select id={id} value={value} onChange={(event) => onChange(ModelKind.parse(event.target.value))}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`models.task.${kind}`)}
            </option>
          ))}
        </Select>
      )}
    </Labelled>
  )
}
