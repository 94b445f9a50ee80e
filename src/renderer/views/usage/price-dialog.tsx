import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Input } from '../../components/ui/field.tsx'
import { client, engine } from '../../engine/client.ts'
import { readDollars } from '../../lib/dollars.ts'

const fields = ['input', 'output', 'cachedInput', 'cacheWrite'] as const
type Field = (typeof fields)[number]

type PriceDialogProps = {
  /** Of which it is, where that is known. */
  model?: string
  onClose(): void
  onSaved(): Promise<unknown>
}

/** Says what a model costs from today on. What was recorded before keeps its price. */
export function PriceDialog({ model: named = '', onClose, onSaved }: PriceDialogProps) {
  const { t } = useTranslation()
  const id = useId()
  const [model, setModel] = useState(named)
  const [typed, setTyped] = useState<Record<Field, string>>({ input: '', output: '', cachedInput: '', cacheWrite: '' })
  const { data: known = [] } = useQuery(engine.providers.models.queryOptions({ input: {} }))
  const read = (field: Field) => (typed[field].trim() === '' ? null : readDollars(typed[field]))
  const isWrong = (field: Field) => typed[field].trim() !== '' && readDollars(typed[field]) === null
  const input = read('input')
  const output = read('output')
  const isReady = model.trim() !== '' && input !== null && output !== null && !fields.some(isWrong)
  const save = useMutation({
    mutationFn: () =>
      client.prices.set({
        model: model.trim(),
        input: input ?? 0,
        output: output ?? 0,
        cachedInput: read('cachedInput'),
        cacheWrite: read('cacheWrite'),
      }),
    onSuccess: async () => {
      await onSaved()
      onClose()
    },
  })
  return (
    <Dialog title={t('usage.addPrice')} onClose={onClose}>
      <form
        className="flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <div>
          <label htmlFor={`${id}-model`} className="block pb-1.5 font-medium text-sm">
            {t('usage.group.model')}
          </label>
          <Input
            id={`${id}-model`}
            {...(named === '' ? { 'data-initial-focus': '' } : {})}
            className="w-full"
            list={`${id}-models`}
            maxLength={300}
            placeholder="NAME/MODEL"
            value={model}
            onChange={(event) => setModel(event.target.value)}
          />
          <datalist id={`${id}-models`}>
            {known
              .filter(({ isLocal }) => !isLocal)
              .map(({ reference }) => (
                <option key={reference} value={reference} />
              ))}
          </datalist>
        </div>
        <fieldset className="grid grid-cols-2 gap-3">
          <legend className="pb-1.5 font-medium text-sm">{t('usage.dollarsAMillion')}</legend>
          {fields.map((field) => (
            <div key={field} className="text-sm">
              <label htmlFor={`${id}-${field}`} className="block pb-1 text-ink-soft">
                {t(`usage.priceField.${field}`)}
              </label>
              <Input
                id={`${id}-${field}`}
                {...(named !== '' && field === 'input' ? { 'data-initial-focus': '' } : {})}
                inputMode="decimal"
                className="tabular w-full"
                aria-invalid={isWrong(field)}
                value={typed[field]}
                onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
              />
            </div>
          ))}
        </fieldset>
        <p className="text-pretty text-ink-soft text-xs">{t('usage.priceHint')}</p>
        {save.isError ? <FailureNote error={save.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={!isReady || save.isPending}>
            {t('usage.savePrice')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
