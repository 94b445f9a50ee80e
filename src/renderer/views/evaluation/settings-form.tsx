import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Input, Select } from '../../components/ui/field.tsx'
import {
  type EvaluationField,
  evaluationFields,
  mainFields,
  type SettingsDraft,
  switchOptions,
} from './evaluation-fields.ts'

type SettingsFormProps = {
  title: string
  draft: SettingsDraft
  problems: readonly string[]
  onChange(draft: SettingsDraft): void
}

/** One way of searching: every field may stay as it is installed. */
export function SettingsForm({ title, draft, problems, onChange }: SettingsFormProps) {
  const { t } = useTranslation()
  const show = (fields: readonly EvaluationField[]) =>
    fields.map((field) => (
      <SettingField
        key={field.name}
        field={field}
        value={draft[field.name] ?? ''}
        invalid={problems.includes(field.name)}
        onChange={(value) => onChange({ ...draft, [field.name]: value })}
      />
    ))
  return (
    <fieldset className="min-w-0 flex-1 rounded-md border border-line px-4 pt-1 pb-3">
      <legend className="px-1 font-medium text-sm">{title}</legend>
      <div className="flex flex-col gap-2">{show(evaluationFields.slice(0, mainFields))}</div>
      <details className="pt-2">
        <summary className="cursor-default rounded-sm py-1 text-ink-soft text-sm">
          {t('evaluation.moreSettings')}
        </summary>
        <div className="flex flex-col gap-2 pt-1">{show(evaluationFields.slice(mainFields))}</div>
      </details>
    </fieldset>
  )
}

type SettingFieldProps = { field: EvaluationField; value: string; invalid: boolean; onChange(value: string): void }

function SettingField({ field, value, invalid, onChange }: SettingFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className="flex items-center justify-between gap-3">
      <label htmlFor={id} className="min-w-0 text-sm">
        {t(`evaluation.setting.${field.name}`)}
      </label>
      {field.kind === 'number' ? (
        <Input
          id={id}
          inputMode="decimal"
          className="tabular w-36"
          aria-invalid={invalid}
          title={t('settings.between', { least: field.least, most: field.most })}
          placeholder={t('evaluation.asInstalled')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Select id={id} className="w-36" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('evaluation.asInstalled')}</option>
          {(field.kind === 'switch' ? switchOptions : field.options).map((option) => (
            <option key={option} value={option}>
              {t(`evaluation.option.${option as 'on'}`)}
            </option>
          ))}
        </Select>
      )}
    </div>
  )
}
