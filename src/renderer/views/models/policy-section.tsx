import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ModelPolicy } from '../../../contract/language-models.ts'
import type { SettingChange, Settings } from '../../../contract/settings.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Select } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { Labelled } from './model-fields.tsx'
import { ModelPicker } from './model-picker.tsx'

const tiers = ['strongest', 'cheapest', 'longContext', 'local'] as const
const ways = ['none', 'fixed', 'rules'] as const
type Way = (typeof ways)[number]

/** Who answers a question for which neither it nor its conversation names a model. */
export function PolicySection() {
  const { t } = useTranslation()
  const { data } = useQuery(engine.settings.get.queryOptions())
  const { data: known = [] } = useQuery(engine.providers.models.queryOptions({ input: {} }))
  const save = useMutation({
    mutationFn: (changes: z.input<typeof SettingChange>[]) => client.settings.update({ changes }),
    onSuccess: (view) => queryClient.setQueryData(engine.settings.get.queryKey(), view),
  })
  if (data === undefined) return null
  const { models } = data.values
  const way = models.policy?.kind ?? 'none'
  const setPolicy = (policy: ModelPolicy | null) => save.mutate([{ setting: 'models.policy', value: policy }])
  const [first] = known.filter(({ reference }) => reference !== 'extractive')
  const choose = (wanted: Way) => {
    if (wanted === 'none') setPolicy(null)
    else if (wanted === 'rules') setPolicy(rules)
    else setPolicy({ kind: 'fixed', model: first?.reference ?? 'extractive', fallback: models.fallback })
  }
  return (
    <section aria-labelledby="models-policy" className="pt-8">
      <h2 id="models-policy" className="scroll-mt-4 font-semibold text-lg">
        {t('policy.title')}
      </h2>
      <p className="text-pretty pb-3 text-ink-soft text-sm">{t('policy.about')}</p>
      <div className="flex flex-col gap-4 rounded-md border border-line bg-raised px-4 py-4">
        <Labelled label={t('policy.who')} hint={t(`policy.hint.${way}`)}>
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={way}
              onChange={(event) => choose(ways.find((each) => each === event.target.value) ?? 'none')}
            >
              {ways.map((each) => (
                <option key={each} value={each}>
                  {t(`policy.way.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
        {models.policy?.kind === 'fixed' ? (
          <Labelled label={t('policy.model')}>
            {({ id }) => (
              <ModelPicker
                id={id}
                models={known}
                value={models.policy?.kind === 'fixed' ? models.policy.model : null}
                onChoose={(model) => {
                  if (model !== null) setPolicy({ kind: 'fixed', model, fallback: models.fallback })
                }}
              />
            )}
          </Labelled>
        ) : null}
        {models.policy?.kind === 'rules' ? (
          <div className="grid gap-4 sm:grid-cols-2">
            {tiers.map((tier) => (
              <Labelled key={tier} label={t(`policy.tier.${tier}`)} hint={t(`policy.tierHint.${tier}`)}>
                {({ id }) => (
                  <ModelPicker
                    id={id}
                    models={tier === 'local' ? known.filter(({ isLocal }) => isLocal) : known}
                    value={models[tier]}
                    none={t('policy.byItself')}
                    onChoose={(model) => save.mutate([{ setting: `models.${tier}`, value: model }])}
                  />
                )}
              </Labelled>
            ))}
          </div>
        ) : null}
        {way === 'none' ? null : (
          <FallbackList
            known={known}
            chosen={models.fallback}
            onChange={(fallback) => save.mutate(changesOf(models, fallback))}
          />
        )}
        {save.isError ? <FailureNote error={save.error} /> : null}
      </div>
    </section>
  )
}

const rules: ModelPolicy = {
  kind: 'rules',
  premium: false,
  localOnly: false,
  mostNanoDollars: null,
  firstTokenMs: null,
}

/** A fixed policy has a chain of its own, which is the same here. */
function changesOf({ policy }: Settings['models'], fallback: string[]) {
  const chain = { setting: 'models.fallback', value: fallback }
  return policy?.kind === 'fixed' ? [chain, { setting: 'models.policy', value: { ...policy, fallback } }] : [chain]
}

type FallbackListProps = {
  known: Parameters<typeof ModelPicker>[0]['models']
  chosen: readonly string[]
  onChange(fallback: string[]): void
}

/** Who is asked when the chosen one can't answer, in order. The place after the last takes another. */
function FallbackList({ known, chosen, onChange }: FallbackListProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 font-medium text-sm">{t('policy.fallback')}</legend>
      {[...chosen, null].slice(0, 10).map((model, place) => (
        <ModelPicker
          key={model ?? 'further'}
          label={t('policy.place', { place: place + 1 })}
          models={known.filter(({ reference }) => reference === model || !chosen.includes(reference))}
          value={model}
          none={t(model === null ? 'policy.noFurther' : 'policy.leaveOut')}
          onChoose={(next) => {
            const others = chosen.toSpliced(place, 1, ...(next === null ? [] : [next]))
            onChange(others)
          }}
        />
      ))}
      <p className="text-ink-soft text-xs">{t('policy.fallbackHint')}</p>
    </fieldset>
  )
}
