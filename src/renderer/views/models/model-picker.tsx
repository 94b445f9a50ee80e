import { useTranslation } from 'react-i18next'
import type { LanguageModelInfo } from '../../../contract/providers.ts'
import { Select } from '../../components/ui/field.tsx'

type ModelPickerProps = {
  models: readonly LanguageModelInfo[]
  /** One that is no longer among them stays to be seen. */
  value: string | null
  /** What choosing none is called; without it, one has to be chosen. */
  none?: string
  id?: string
  label?: string
  onChoose(model: string | null): void
}

/** One of the language models that can be asked, by who has them. */
export function ModelPicker({ models, value, none, id, label, onChoose }: ModelPickerProps) {
  const { t } = useTranslation()
  const groups = Map.groupBy(models, ({ provider }) => provider)
  const isGone = value !== null && !models.some(({ reference }) => reference === value)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      className="w-full"
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
    >
      {none === undefined ? null : <option value="">{none}</option>}
      {isGone ? <option value={value}>{t('policy.gone', { model: value })}</option> : null}
      {[...groups].map(([provider, each]) => (
        <optgroup key={provider ?? ''} label={provider ?? t('policy.here')}>
          {each.map(({ reference, title }) => (
            <option key={reference} value={reference}>
              {title}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}
