import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Input, Select } from '../../components/ui/field.tsx'
import { readDollars, writeDollars } from '../../lib/dollars.ts'
import type { SettingField } from './setting-fields.ts'

type ControlProps<Field, Value> = {
  id: string
  describedBy: string
  invalid: boolean
  field: Field
  value: Value
  onSave(value: Value): void
}

type ChoiceField = Extract<SettingField, { kind: 'choice' }>
type NumberField = Extract<SettingField, { kind: 'number' }>
type SwitchField = Extract<SettingField, { kind: 'switch' }>
type ChoicesField = Extract<SettingField, { kind: 'choices' }>
type DollarsField = Extract<SettingField, { kind: 'dollars' }>

export function ChoiceControl({ id, describedBy, invalid, field, value, onSave }: ControlProps<ChoiceField, string>) {
  const { t } = useTranslation()
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      value={value}
      onChange={(event) => onSave(event.target.value)}
    >
      {field.options.map((option) => (
        <option key={option} value={option}>
          {/* Each field has a text for each of its own options. */}
          {t(`setting.${field.name}.${option}` as 'setting.appearance.theme.system')}
        </option>
      ))}
    </Select>
  )
}

type NumberProps = Omit<ControlProps<NumberField, number | null>, 'onSave'> & { onSave(value: number | null): void }

/**
 * Saved when the field is left or on Enter; what is out of bounds is said and not sent. Where a number may be left to the
 * machine, an empty field does.
 */
export function NumberControl({ id, describedBy, invalid, field, value, onSave }: NumberProps) {
  const { t } = useTranslation()
  const shown = value === null ? '' : String(value)
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const decimal = 'decimal' in field
  const isEmpty = text.trim() === ''
  const typed = isEmpty ? null : Number(text.replace(',', '.'))
  const isNumber = typed !== null && (decimal ? Number.isFinite(typed) : Number.isInteger(typed))
  const fits = typed === null ? 'optional' in field : isNumber && typed >= field.least && typed <= field.most
  const save = () => {
    if (fits && typed !== value) onSave(typed)
  }
  return (
    <div className="flex flex-col items-start">
      <div className="flex items-center gap-2">
        <Input
          id={id}
          inputMode={decimal ? 'decimal' : 'numeric'}
          aria-describedby={describedBy}
          aria-invalid={invalid || !fits}
          className="tabular w-20 text-end"
          placeholder={'optional' in field ? t('settings.byItself') : undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save()
            if (event.key === 'Escape') setText(shown)
          }}
        />
        <span className="text-ink-soft text-sm">{t(`unit.${field.unit}`)}</span>
      </div>
      {fits ? null : (
        <p role="alert" className="mt-1 text-red text-xs">
          {t(decimal ? 'settings.betweenDecimal' : 'settings.between', { least: field.least, most: field.most })}
        </p>
      )}
    </div>
  )
}

/** On or off. */
export function SwitchControl({ id, describedBy, value, onSave }: ControlProps<SwitchField, boolean>) {
  const { t } = useTranslation()
  return (
    <label className="flex h-8 items-center gap-2.5 text-sm">
      <input
        id={id}
        type="checkbox"
        aria-describedby={describedBy}
        className="size-4 accent-accent"
        checked={value}
        onChange={(event) => onSave(event.target.checked)}
      />
      {value ? t('settings.on') : t('settings.off')}
    </label>
  )
}

/** Some of several, one at least: the last one that is left cannot be taken away. */
export function ChoicesControl({ id, describedBy, field, value, onSave }: ControlProps<ChoicesField, string[]>) {
  const { t } = useTranslation()
  return (
    <fieldset id={id} aria-label={t(`setting.${field.name}.label`)} aria-describedby={describedBy}>
      {field.options.map((option) => {
        const chosen = value.includes(option)
        return (
          <label key={option} className="flex h-8 items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={chosen}
              disabled={chosen && value.length === 1}
              onChange={() => onSave(chosen ? value.filter((other) => other !== option) : [...value, option])}
            />
            {t(`setting.${field.name}.${option}`)}
          </label>
        )
      })}
    </fieldset>
  )
}

/** An amount of nano-dollars, typed as dollars. */
export function DollarsControl({ id, describedBy, invalid, value, onSave }: ControlProps<DollarsField, number>) {
  const { t } = useTranslation()
  const shown = writeDollars(value)
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const typed = readDollars(text)
  const save = () => {
    if (typed !== null && typed !== value) onSave(typed)
  }
  return (
    <div className="flex items-center gap-2">
      <Input
        id={id}
        inputMode="decimal"
        aria-describedby={describedBy}
        aria-invalid={invalid || typed === null}
        className="tabular w-20 text-end"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save()
          if (event.key === 'Escape') setText(shown)
        }}
      />
      <span className="text-ink-soft text-sm">{t('unit.dollars')}</span>
    </div>
  )
}
