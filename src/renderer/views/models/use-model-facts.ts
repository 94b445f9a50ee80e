import { useTranslation } from 'react-i18next'
import { isLocalRuntime, type Model } from '../../../contract/models.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What is known of a model, each in a few words; what nobody has said is left out. */
export function useModelFacts(model: Model): readonly string[] {
  const { t } = useTranslation()
  const format = useFormat()
  const { runtime, bytes, dimensions, maximumTokens, language, licence, inputPrice, parameters, memoryBytes, canRun } =
    model
  return [
    t(`models.runtime.${runtime}`),
    ...(bytes === null ? [] : [format.bytes(bytes)]),
    ...(parameters === null ? [] : [t('models.parameters', { number: format.large(parameters) })]),
    ...(memoryBytes === null ? [] : [t('models.memory', { bytes: format.bytes(memoryBytes) })]),
    ...(canRun === null ? [] : [t(`models.canRun.${canRun}`)]),
    ...(language === null ? [] : [language === 'multilingual' ? t('models.multilingual') : format.language(language)]),
    ...(dimensions === null ? [] : [t('models.dimensions', { count: dimensions })]),
    ...(maximumTokens === null ? [] : [t('models.reads', { count: maximumTokens })]),
    ...(licence === null ? [] : [licence]),
    ...(isLocalRuntime(runtime)
      ? []
      : [inputPrice === null ? t('models.priceUnknown') : t('models.price', { money: format.money(inputPrice) })]),
  ]
}
