import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '../../../contract/models.ts'
import { Facts } from '../../components/facts.tsx'
import { useModelFacts } from '../models/use-model-facts.ts'

type ModelChoiceProps = { models: readonly Model[]; chosen: string | null; onChoose(modelId: string | null): void }

/** The installed models to choose from, and none. */
export function ModelChoice({ models, chosen, onChoose }: ModelChoiceProps) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <fieldset className="-mx-2 flex flex-col">
      <legend className="px-2 pb-1 font-medium text-sm">{t('embedding.choose')}</legend>
      <label className="flex items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover">
        <input
          type="radio"
          name={name}
          className="mt-1 accent-accent"
          checked={chosen === null}
          onChange={() => onChoose(null)}
        />
        {t('embedding.none')}
      </label>
      {models.map((model) => (
        <ModelOption
          key={model.id}
          name={name}
          model={model}
          chosen={chosen === model.id}
          onChoose={() => onChoose(model.id)}
        />
      ))}
    </fieldset>
  )
}

type ModelOptionProps = { name: string; model: Model; chosen: boolean; onChoose(): void }

function ModelOption({ name, model, chosen, onChoose }: ModelOptionProps) {
  const facts = useModelFacts(model)
  return (
    <label className="flex items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover">
      <input type="radio" name={name} className="mt-1 accent-accent" checked={chosen} onChange={onChoose} />
      <span className="min-w-0">
        <span className="block break-all">{model.title}</span>
        <Facts facts={facts} className="text-xs" />
      </span>
    </label>
  )
}
